import { londonDayOf } from '../../domain/calendar';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** At 23:00 it looks at what was published before 22:00: the printer has had an hour. */
const PATIENCE_MS = 60 * 60_000;
const SUBJECT = 'Zips not acknowledged by the printer';

/**
 * Zips that the printer has not said it took in → one ticket that lists them, by state and not by day. It never sends
 * again by itself: this check is the only one that sees a staged file swept away unprinted (publish-protocol §2, step 10).
 *
 * A zip is ticketed once. An attempt that dies after the ticket and before the zips are marked leaves them named in a
 * ticket of this cause, open or closed since: the next attempt marks those, and names only the others.
 */
export function createCheckAcknowledgements({
  batches,
  tickets,
  clock,
}: Pick<ActivityDependencies, 'batches' | 'tickets' | 'clock'>): LettersActivities['checkAcknowledgements'] {
  return async ({ at }) => {
    const instant = new Date(at);
    const dedupKey = ticketKeys.notAcknowledged(londonDayOf(instant));
    const named = async () => (await tickets.ofCauses([dedupKey])).map(({ message }) => message).join('\n');
    const missing = await batches.unacknowledged(new Date(instant.getTime() - PATIENCE_MS));
    if (missing.length === 0) return { kind: 'clear' };

    const before = await named();
    const unnamed = missing.filter(({ zipName }) => !before.includes(zipName));
    if (unnamed.length > 0) {
      const names = unnamed.map(({ zipName }) => zipName).join(', ');
      await tickets.raise({
        kind: 'zips-not-acknowledged',
        dedupKey,
        subject: SUBJECT,
        message: `${unnamed.length} zips have no acknowledgement. Ask the printer; do not send them again. ${names}`,
      });
    }
    // The day's ticket may have been open already: what it does not name waits for the next one.
    const after = await named();
    const told = missing.filter(({ zipName }) => after.includes(zipName)).map(({ id }) => id);
    await batches.ticketed(told, clock.now());
    return { kind: 'ticket', count: missing.length, subject: SUBJECT };
  };
}
