import { calendarEnds } from '../../domain/check-times';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { reconcile } from './look';

/** Ninety days before the last known bank holiday somebody must fetch the next ones; a newer calendar closes the ticket. */
export function createCheckCalendar({
  tickets,
  calendar,
}: Pick<ActivityDependencies, 'tickets' | 'calendar'>): LettersActivities['checkCalendar'] {
  const { lastKnown } = calendar;
  return ({ at }) => {
    const cause = {
      dedupKey: ticketKeys.calendarEnding(lastKnown),
      subject: 'The calendar of bank holidays runs out',
      message: `The last known bank holiday is ${lastKnown}. Refresh the calendar (postroom calendar refresh) and restart API and workers: no deadline is known for letters sent later.`,
    };
    return reconcile(tickets, 'calendar-ending', calendarEnds(new Date(at), calendar) ? [cause] : []);
  };
}
