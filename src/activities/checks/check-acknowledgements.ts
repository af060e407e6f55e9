import { londonDayOf, londonInstant } from '../../domain/calendar';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** Zips published later may still be acknowledged tonight. */
const PUBLISHED_BEFORE = '22:00';
const SUBJECT = 'Zips not acknowledged by the printer';

/**
 * Zips that the printer has not said it took in → one ticket that lists them, by state and not by day. It never sends
 * again by itself: this check is the only one that sees a staged file swept away unprinted (publish-protocol §2, step 10).
 */
export function createCheckAcknowledgements({
  batches,
  tickets,
  clock,
}: Pick<ActivityDependencies, 'batches' | 'tickets' | 'clock'>): LettersActivities['checkAcknowledgements'] {
  return async ({ at }) => {
    const day = londonDayOf(new Date(at));
    const missing = await batches.unacknowledged(londonInstant(day, PUBLISHED_BEFORE));
    if (missing.length === 0) return { kind: 'clear' };
    const dedupKey = ticketKeys.notAcknowledged(day);
    const names = missing.map(({ zipName }) => zipName).join(', ');
    await tickets.raise({
      kind: 'zips-not-acknowledged',
      dedupKey,
      subject: SUBJECT,
      message: `${missing.length} zips have no acknowledgement. Ask the printer; do not send them again. ${names}`,
    });
    // An earlier look of the same day may have opened the ticket: only the zips it names are done with.
    const open = (await tickets.list({ open: true })).find((ticket) => ticket.dedupKey === dedupKey);
    const named = missing.filter(({ zipName }) => open?.message.includes(zipName));
    await batches.ticketed(
      named.map(({ id }) => id),
      clock.now(),
    );
    return { kind: 'ticket', count: missing.length, subject: SUBJECT };
  };
}
