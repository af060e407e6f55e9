/** What the checks ask of letters. Statuses stand as literals where a partial index is to serve the query. */
import { sql } from 'kysely';
import type { LetterStore } from '../../ports';
import { standsFor } from './hold-store';
import { WAITS_FOR_PREPARE } from './letters-to-prepare';
import type { Database } from './schema';

type CheckPart = Pick<LetterStore, 'stillCreated' | 'unprepared' | 'unticketedFailures' | 'failuresTicketed'>;
type StillCreated = Awaited<ReturnType<LetterStore['stillCreated']>>[number];
type Failure = Awaited<ReturnType<LetterStore['unticketedFailures']>>[number];

/** Counted by batch, or service and class, before anything is asked of holds: a million letters cost one look at each group. */
async function stillCreated(db: Database, acceptedBefore: Date): Promise<readonly StillCreated[]> {
  const { rows } = await sql<StillCreated>`
    with waiting as (
      select print_day, service_id, postage, batch_id, count(*) as letters
      from letters
      where status = 'created' and key_kind = 'live' and print_key is not null
        and (created_at at time zone 'UTC') < (${acceptedBefore}::timestamptz at time zone 'UTC')
      group by print_day, service_id, postage, batch_id
    )
    select waiting.print_day as day, sum(waiting.letters)::bigint as letters, coalesce(sum(waiting.letters) filter (
      where case when waiting.batch_id is null then ${standsFor(sql`waiting.service_id`, sql`waiting.postage`)} else batches.held end
    ), 0)::bigint as held
    from waiting left join batches on batches.id = waiting.batch_id
    group by waiting.print_day order by waiting.print_day
  `.execute(db);
  return rows;
}

export const checks = (db: Database): CheckPart => ({
  stillCreated: (acceptedBefore) => stillCreated(db, acceptedBefore),
  unprepared: async (acceptedBefore) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from letters where ${WAITS_FOR_PREPARE} and created_at < ${acceptedBefore}
    `.execute(db);
    return rows[0]?.count ?? 0;
  },
  unticketedFailures: async (before, after, limit) => {
    const { rows } = await sql<Failure>`
      select id, failure, array(
        select batch_id from batch_letters where letter_id = letters.id and dropped_at is not null
      ) as dropped
      from letters
      where status = 'technical-failure' and failure_ticketed_at is null and updated_at < ${before}
        and id > ${after ?? '00000000-0000-0000-0000-000000000000'}::uuid
      order by id limit ${limit}
    `.execute(db);
    return rows;
  },
  failuresTicketed: async (before) => {
    await sql`
      update letters set failure_ticketed_at = now()
      where status = 'technical-failure' and failure_ticketed_at is null and updated_at < ${before}
    `.execute(db);
  },
});
