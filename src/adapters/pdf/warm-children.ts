import type { Inspection } from '../../domain/letter';
import { type ChildLimits, type InspectionChild, startChild } from './start-child';

/** Far fewer than would use up a child's processor time. */
const LETTERS_PER_CHILD = 500;

export interface WarmChildren {
  /** The verdict of a warm child, or of one started for this letter; undefined when the letter broke it. */
  judge(pdf: Buffer, options: { readonly fresh: boolean }): Promise<Inspection | undefined>;
  /** Kills all, with the letters they have in hand. */
  stop(): Promise<void>;
}

/** Children that are kept for the next letter: starting one costs as much as thirty letters. */
export function createWarmChildren(limits: ChildLimits): WarmChildren {
  const idle: { readonly child: InspectionChild; readonly judged: number }[] = [];
  const busy = new Set<InspectionChild>();

  const takeIdle = () => {
    for (let warm = idle.pop(); warm; warm = idle.pop()) if (warm.child.alive()) return warm;
    return undefined;
  };

  return {
    judge: async (pdf, { fresh }) => {
      const warm = fresh ? undefined : takeIdle();
      const { child, judged } = warm ?? { child: await startChild(limits), judged: 0 };
      busy.add(child);
      const inspection = await child.judge(pdf);
      busy.delete(child);
      if (inspection && child.alive() && judged + 1 < LETTERS_PER_CHILD) idle.push({ child, judged: judged + 1 });
      else await child.stop();
      return inspection;
    },
    stop: async () => {
      const children = [...busy, ...idle.splice(0).map(({ child }) => child)];
      await Promise.all(children.map((child) => child.stop()));
    },
  };
}
