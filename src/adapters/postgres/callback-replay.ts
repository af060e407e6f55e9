import { type RawBuilder, sql } from 'kysely';
import type { ReplayScope } from '../../domain/callback';
import { KEY_KINDS, type KeyKind, type LetterId, type ServiceId } from '../../domain/letter';
import type { Database } from './schema';

/** Letters that one statement looks at: it takes a second, however many letters the service has. */
const LETTERS_AT_ONCE = 5_000;

interface Page {
  /** Letters looked at. */
  readonly letters: number;
  readonly replayed: number;
  /** The last of them, the oldest. */
  readonly last: LetterId | null;
}

/**
 * Puts the statuses of a letter, or of all letters between two instants, into the outbox once more, whether they stood there
 * or not: read from the histories, as far as the endpoint wants to hear of them. What waits already stays as it is. Letters
 * come in pages, each whole; after a fault the same replay goes over them again.
 */
export async function replayCallbacks(
  db: Database,
  id: ServiceId,
  scope: ReplayScope,
  at: Date,
  lettersAtOnce = LETTERS_AT_ONCE,
): Promise<number> {
  if (scope.kind === 'letter') {
    const letter = sql`select id, created_at from letters where id = ${scope.letterId} and service_id = ${id} and erased_at is null`;
    return (await replayPage(db, id, { scope, at, letters: letter, events: sql`true` })).replayed;
  }
  const events = sql`event.at >= ${scope.from} and event.at < ${scope.until}`;
  let replayed = 0;
  for (const kind of KEY_KINDS) {
    let last: LetterId | null = null;
    for (let looked = lettersAtOnce; looked === lettersAtOnce; ) {
      const letters = olderLetters(id, kind, scope.from, last, lettersAtOnce);
      const page: Page = await replayPage(db, id, { scope, at, letters, events });
      replayed += page.replayed;
      looked = page.letters;
      last = page.last;
    }
  }
  return replayed;
}

/** By the index `letters_of_service`, the newest first. An erased letter still says where it stood. */
const olderLetters = (id: ServiceId, kind: KeyKind, from: Date, last: LetterId | null, limit: number) => sql`
  select id, created_at from letters
  where service_id = ${id} and key_kind = ${kind} and erased_at is null
    and (created_at >= ${from} or updated_at >= ${from})
    and ${last === null ? sql`true` : sql`(created_at, id) < (select created_at, id from letters where id = ${last})`}
  order by created_at desc, id desc
  limit ${limit}
`;

interface Replay {
  readonly scope: ReplayScope;
  readonly at: Date;
  readonly letters: RawBuilder<unknown>;
  /** Which events of those letters. */
  readonly events: RawBuilder<unknown>;
}

async function replayPage(db: Database, id: ServiceId, { scope, at, letters, events }: Replay): Promise<Page> {
  const { rows } = await sql<Page>`
    with letter as materialized (${letters}), replayed as (
      insert into callbacks (letter_id, sequence, service_id, status, due_at, retry_from)
      select event.letter_id, event.sequence, endpoint.service_id, event.status, ${at}::timestamptz, ${at}::timestamptz
      from letter
      join letter_events event on event.letter_id = letter.id
      join callback_endpoints endpoint on endpoint.service_id = ${id}
      where event.status = any (endpoint.statuses) and ${events}
      order by event.letter_id, event.sequence
      on conflict (letter_id, sequence) do update
      set due_at = excluded.due_at, retry_from = excluded.retry_from, attempts = 0, last_answer = null,
        delivered_at = null, exhausted_at = null, exhausted_cause = null
      where (callbacks.delivered_at is not null and not ${scope.failed}) or callbacks.exhausted_at is not null
      returning 1
    )
    select (select count(*) from letter) as letters, (select count(*) from replayed) as replayed,
      (select id from letter order by created_at, id limit 1) as last
  `.execute(db);
  const [page] = rows;
  if (!page) throw new Error('Postgres gave no row');
  return page;
}
