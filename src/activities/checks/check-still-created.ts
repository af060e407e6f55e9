import { cutOffOf, describeDay } from '../../domain/calendar';
import { lastNightOver } from '../../domain/check-times';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { reconcile } from './look';

/**
 * Live letters still `created` after the night of their run (domain §7): never claimed, held, or in a batch
 * that was not published. By state, so that none is forgotten however old; one ticket a print day.
 */
export function createCheckStillCreated({
  letters,
  tickets,
}: Pick<ActivityDependencies, 'letters' | 'tickets'>): LettersActivities['checkStillCreated'] {
  return async ({ at }) => {
    const days = await letters.stillCreated(cutOffOf(lastNightOver(new Date(at))));
    const causes = days.map(({ day, letters: count, held }) => ({
      dedupKey: ticketKeys.stillCreated(day),
      subject: 'Letters still created after their run',
      message: [
        `${count} letters of the print day ${day} (${describeDay(day)}) are not sent; ${held} of them are held.`,
        'Look at the batches of the day and at the holds; release, retry or lift what waits.',
      ].join(' '),
    }));
    return reconcile(tickets, 'letters-still-created', causes);
  };
}
