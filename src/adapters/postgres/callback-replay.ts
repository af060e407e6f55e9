import { sql } from 'kysely';
import type { ReplayScope } from '../../domain/callback';
import type { ServiceId } from '../../domain/letter';
import type { Database } from './schema';

/**
 * Puts the statuses of a letter, or of all letters between two instants, into the outbox once more, whether they stood there
 * or not: read from the histories, as far as the endpoint wants to hear of them. What waits already stays as it is.
 */
export async function replayCallbacks(db: Database, id: ServiceId, scope: ReplayScope, at: Date): Promise<number> {
  const asked =
    scope.kind === 'letter'
      ? sql`letter.id = ${scope.letterId}`
      : sql`(letter.created_at >= ${scope.from} or letter.updated_at >= ${scope.from})
          and event.at >= ${scope.from} and event.at < ${scope.until}`;
  const { numAffectedRows = 0n } = await sql`
    insert into callbacks (letter_id, sequence, service_id, status, due_at, retry_from)
    select event.letter_id, event.sequence, letter.service_id, event.status, ${at}::timestamptz, ${at}::timestamptz
    from letters letter
    join letter_events event on event.letter_id = letter.id
    join callback_endpoints endpoint on endpoint.service_id = letter.service_id
    where letter.service_id = ${id} and letter.erased_at is null and event.status = any (endpoint.statuses) and ${asked}
    order by event.letter_id, event.sequence
    on conflict (letter_id, sequence) do update
    set due_at = excluded.due_at, retry_from = excluded.retry_from, attempts = 0, last_answer = null,
      delivered_at = null, exhausted_at = null, exhausted_cause = null
    where (callbacks.delivered_at is not null and not ${scope.failed}) or callbacks.exhausted_at is not null
  `.execute(db);
  return Number(numAffectedRows);
}
