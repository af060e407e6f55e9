import { lastRunDue } from '../../domain/check-times';
import { londonDayOf } from '../../domain/calendar';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'runs' | 'tickets'>;

/** The day's scheduled run has no row by 18:20 London: nothing is printed tonight unless somebody looks. */
export function createCheckRunStarted({ runs, tickets }: Dependencies): LettersActivities['checkRunStarted'] {
  return async ({ at }) => {
    const day = lastRunDue(new Date(at));
    if (await runs.find(day, 1)) return { opened: 0, closed: 0 };
    // A day that is over was missed only if Postroom was at work then: it may have been set up this morning.
    const isNew = day !== londonDayOf(new Date(at)) && !(await runs.anyBefore(day));
    if (isNew) return { opened: 0, closed: 0 };
    const opened = await tickets.raise({
      kind: 'print-run-missing',
      dedupKey: ticketKeys.runMissing(day),
      subject: 'The print run has not started',
      message: `There is no print run of ${day}. Look at the schedule print-run (postroom schedules list) and at Temporal; run 1 of the day may start up to three days late, or start one by hand (postroom run start).`,
    });
    return { opened: opened ? 1 : 0, closed: 0 };
  };
}
