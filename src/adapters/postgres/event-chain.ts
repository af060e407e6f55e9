import { createHash } from 'node:crypto';
import type { LetterEvent, LetterId, Sha256 } from '../../domain/letter';

type EventContent = Omit<LetterEvent, 'hash'>;

/**
 * The hash of an event: SHA-256 over one line a field, beginning with the hash of the event before (an empty line for the first). The same
 * formula as the database's `letter_event_hash`.
 */
export function hashOfEvent(previous: Sha256 | '', letterId: LetterId, event: EventContent): Sha256 {
  const { sequence, status, at, actor, detail } = event;
  const text = [previous, letterId, sequence, status, at.toISOString(), actor, detail ?? ''].join('\n');
  return createHash('sha256').update(text, 'utf8').digest('hex') as Sha256;
}

/** The sequence of the first event that was changed, moved or lost; undefined when the history is whole. */
export function findBrokenEvent(letterId: LetterId, events: readonly LetterEvent[]): number | undefined {
  let previous: Sha256 | '' = '';
  for (const [index, event] of events.entries()) {
    const expected = hashOfEvent(previous, letterId, event);
    if (event.sequence !== index + 1 || event.hash !== expected) return index + 1;
    previous = expected;
  }
  return undefined;
}
