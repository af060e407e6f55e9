import { cutOffOf, londonDayOf } from '../../domain/calendar';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** The day is London's at the scheduled instant: a run that starts late, even days later, still prints its own day. */
export function createOpenRun({ runs }: Pick<ActivityDependencies, 'runs'>): LettersActivities['openRun'] {
  return async ({ scheduledAt, owner }) => {
    const day = londonDayOf(new Date(scheduledAt));
    const { kind, run } = await runs.openScheduled({ day, cutOffAt: cutOffOf(day), owner });
    return { kind, day, runNo: run.runNo };
  };
}
