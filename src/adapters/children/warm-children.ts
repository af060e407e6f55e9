import type { Serializable } from 'node:child_process';
import { type Child, type ChildProgram, type Reply, startChild } from './start-child';

export interface WarmChildren<Answer> {
  /** The reply of a warm child, or of one started for this letter. */
  ask(question: Serializable, options: { readonly fresh: boolean }): Promise<Reply<Answer>>;
  /** Kills all, with the letters they have in hand. */
  stop(): Promise<void>;
}

/** Children that are kept for the next letter: starting one costs as much as thirty letters. */
export function createWarmChildren<Answer>(program: ChildProgram<Answer>): WarmChildren<Answer> {
  const idle: { readonly child: Child<Answer>; readonly done: number }[] = [];
  const busy = new Set<Child<Answer>>();

  const takeIdle = () => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) if (warm.child.alive()) return warm;
    return undefined;
  };

  return {
    ask: async (question, { fresh }) => {
      const warm = fresh ? undefined : takeIdle();
      const { child, done } = warm ?? { child: await startChild(program), done: 0 };
      busy.add(child);
      const reply = await child.ask(question);
      busy.delete(child);
      if (reply.kind === 'answered' && child.alive() && done + 1 < program.limits.letters)
        idle.push({ child, done: done + 1 });
      else await child.stop();
      return reply;
    },
    stop: async () => {
      const children = [...busy, ...idle.splice(0).map(({ child }) => child)];
      await Promise.all(children.map((child) => child.stop()));
    },
  };
}
