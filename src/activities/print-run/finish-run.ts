import { ticketKeys } from '../../contract';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findRun } from './find-run';

type Dependencies = Pick<ActivityDependencies, 'runs' | 'letters' | 'tickets'>;

/** A letter that *prepare* did not finish in time goes with the next run, and a person is told. */
export function createFinishRun({ runs, letters, tickets }: Dependencies): LettersActivities['finishRun'] {
  return async ({ day, runNo }) => {
    const run = await findRun(runs, { day, runNo });
    const leftBehind = await letters.countPending(run.cutOffAt);
    const dedupKey = ticketKeys.leftBehind(day, runNo);
    if (leftBehind === 0) await tickets.resolve(dedupKey);
    else {
      await tickets.raise({
        kind: 'letters-left-behind',
        dedupKey,
        subject: 'Letters left behind by a print run',
        message: `${leftBehind} letters accepted before the cut-off of print run ${day}.${runNo} were not prepared in time. They go with the next run.`,
      });
    }
    await runs.finish(day, runNo);
    const { batches, letters: claimed } = await runs.totals(day, runNo);
    return { batches, letters: claimed, leftBehind };
  };
}
