import { sql } from 'kysely';
import { WAITS_FOR_PREPARE } from './letters-to-prepare';
import type { Database } from './schema';

/** How things stand now, in figures for those who watch. */
export interface Standing {
  readonly openTickets: Readonly<Record<string, number>>;
  /** By state; those that are over are not counted. */
  readonly openBatches: Readonly<Record<string, number>>;
  readonly parkedBatches: number;
  readonly heldBatches: number;
  /** Of letters not claimed or not sent yet: `pending-virus-check` or without a PDF, and `created` with one. */
  readonly waitingLetters: Readonly<Record<string, number>>;
  readonly oldestWaitingAt: Date | null;
  readonly sendingLetters: number;
  /** When the row of the latest scheduled run was written. */
  readonly lastRunAt: Date | null;
  /** When the callback was due that has waited longest, or will be due next; of endpoints that are not stopped. */
  readonly oldestDueCallbackAt: Date | null;
}

/** A scrape must never wait behind, or hold up, the evening's work. */
const ANSWER_WITHIN_MS = 4_000;

/** The first step through the partial index of the outbox, for each endpoint. */
const OLDEST_DUE_CALLBACK = sql`(
  select min(first.due_at) from callback_endpoints endpoint, lateral (
    select due_at from callbacks
    where service_id = endpoint.service_id and delivered_at is null and exhausted_at is null
    order by due_at
    limit 1
  ) as first
  where endpoint.stopped_at is null
)`;

/** One look at the partial indexes that the work itself uses; throws when the database does not answer in time. */
export async function readStanding(db: Database): Promise<Standing> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('statement_timeout', ${String(ANSWER_WITHIN_MS)}, true)`.execute(transaction);
    const { rows } = await sql<Standing>`
      with
        open_batches as (
          select state, parked_reason, held from batches where state not in ('closed', 'empty', 'abandoned')
        ),
        waiting as (
          select 'pending-virus-check' as status, count(*) as letters, min(created_at) as oldest
          from letters where ${WAITS_FOR_PREPARE}
          union all
          select 'created', count(*), min(created_at at time zone 'UTC') at time zone 'UTC'
          from letters where status = 'created' and print_key is not null
        )
      select
        (select coalesce(jsonb_object_agg(kind, number), '{}')
          from (select kind, count(*) as number from tickets where closed_at is null group by kind) as by_kind
        ) as "openTickets",
        (select coalesce(jsonb_object_agg(state, number), '{}')
          from (select state, count(*) as number from open_batches group by state) as by_state
        ) as "openBatches",
        (select count(*) from open_batches where parked_reason is not null) as "parkedBatches",
        (select count(*) from open_batches where held) as "heldBatches",
        (select jsonb_object_agg(status, letters) from waiting) as "waitingLetters",
        (select min(oldest) from waiting) as "oldestWaitingAt",
        (select count(*) from letters where status = 'sending') as "sendingLetters",
        (select max(created_at) from print_runs where run_no = 1) as "lastRunAt",
        ${OLDEST_DUE_CALLBACK} as "oldestDueCallbackAt"
    `.execute(transaction);
    const [standing] = rows;
    if (!standing) throw new Error('Postgres gave no row');
    return standing;
  });
}
