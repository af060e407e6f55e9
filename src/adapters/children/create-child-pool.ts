import type { Serializable } from 'node:child_process';
import { removeLeftBehind } from './private-folder';
import type { ChildProgram } from './start-child';
import { createTurns } from './turns';
import { createWarmChildren } from './warm-children';

export interface ChildPool<Answer> {
  /** Undefined for a letter that breaks whoever takes it. Throws when no child can be started, or after `close`. */
  ask(question: Serializable): Promise<Answer | undefined>;
  close(): Promise<void>;
}

/**
 * Does work that a letter could turn against us in child processes, each with one letter at a time. A letter that breaks
 * its child is given to a fresh one, since the child may have died of something else; one that takes too much of the
 * processor's time is not, since others wait for it. What children of killed processes left behind is removed.
 */
export function createChildPool<Answer>(program: ChildProgram<Answer>, processes: number): ChildPool<Answer> {
  const children = createWarmChildren(program);
  const tidied = removeLeftBehind();
  const inTurn = createTurns(processes);
  const underway = new Set<Promise<Answer | undefined>>();
  let closed = false;

  const failWhenClosed = (): void => {
    if (closed) throw new Error(`The ${program.purpose} is closed`);
  };

  const askTwice = async (question: Serializable): Promise<Answer | undefined> => {
    for (const fresh of [false, true]) {
      failWhenClosed();
      const reply = await children.ask(question, { fresh });
      if (reply.kind === 'answered') return reply.answer;
      if (reply.kind === 'spent') return undefined;
    }
    failWhenClosed(); // it was us who broke the child
    return undefined;
  };

  return {
    ask: async (question) => {
      const answer = inTurn(() => askTwice(question));
      underway.add(answer);
      return answer.finally(() => underway.delete(answer));
    },
    close: async () => {
      closed = true;
      await children.stop();
      await Promise.allSettled([...underway, tidied]);
      await children.stop(); // those that were just being started
    },
  };
}
