import { sql } from 'kysely';
import { parseLetterId, parseReference } from '../../domain/letter';
import type { LetterStore } from '../../ports';
import { checks } from './letter-checks';
import { intake } from './letter-intake';
import { listing } from './letter-list';
import { returnLetters } from './letter-returns';
import { LETTER_COLUMNS, letterOf } from './letter-rows';
import { WAITS_FOR_PREPARE } from './letters-to-prepare';
import { preparation } from './letter-preparation';
import type { Database } from './schema';

const SEARCH_LIMIT = 20;

/** Letters and their histories. What services do with theirs can have a pool of its own, under a role that row security holds to one service. */
export const createLetterStore = (db: Database, tenants: Database = db): LetterStore => ({
  ...intake(tenants),
  ...listing(tenants),
  ...lookups(db),
  ...preparation(db),
  ...counts(db),
  returned: (references, actor) => returnLetters(db, references, actor),
  ...checks(db),
});

const lookups = (db: Database): Pick<LetterStore, 'search' | 'events'> => ({
  search: async (term) => {
    const id = parseLetterId(term.toLowerCase());
    const reference = parseReference(term.toUpperCase());
    const rows = await db
      .selectFrom('letters')
      .select(LETTER_COLUMNS)
      .where((is) =>
        is.or([
          is('client_reference', '=', term),
          ...(id ? [is('id', '=', id)] : []),
          ...(reference ? [is('reference', '=', reference)] : []),
        ]),
      )
      .orderBy('created_at', 'desc')
      .limit(SEARCH_LIMIT)
      .execute();
    return rows.map(letterOf);
  },
  events: (id) =>
    db
      .selectFrom('letter_events')
      .select(['sequence', 'status', 'at', 'actor', 'detail', 'hash'])
      .where('letter_id', '=', id)
      .orderBy('sequence')
      .execute(),
});

/** Statuses stand as literals where a partial index is to serve the query. */
const counts = (db: Database): Pick<LetterStore, 'countPending' | 'countSending' | 'waiting'> => ({
  countPending: async (acceptedBefore) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from letters
      where ${WAITS_FOR_PREPARE} and key_kind = 'live' and created_at < ${acceptedBefore}
    `.execute(db);
    return rows[0]?.count ?? 0;
  },
  countSending: async (from, until) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from letters
      where status = 'sending' and key_kind = 'live' and sent_at >= ${from} and sent_at < ${until}
    `.execute(db);
    return rows[0]?.count ?? 0;
  },
  waiting: async () => {
    const { rows } = await sql<{ pending: number; created: number; oldest: Date | null }>`
      select
        (select count(*) from letters where ${WAITS_FOR_PREPARE}) as pending,
        (select count(*) from letters where status = 'created' and print_key is not null) as created,
        least(
          (select min(created_at) from letters where ${WAITS_FOR_PREPARE}),
          (select min(created_at at time zone 'UTC') from letters where status = 'created' and print_key is not null) at time zone 'UTC'
        ) as oldest
    `.execute(db);
    const { pending = 0, created = 0, oldest = null } = rows[0] ?? {};
    return { pending, created, oldest: oldest ?? undefined };
  },
});
