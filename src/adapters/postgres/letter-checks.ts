/** What the checks ask of letters. Statuses stand as literals where a partial index is to serve the query. */
import { sql } from 'kysely';
import type { LetterStore } from '../../ports';
import type { Database } from './schema';

type CheckPart = Pick<LetterStore, 'stillCreated' | 'unprepared' | 'unticketedFailures' | 'failuresTicketed'>;
type StillCreated = Awaited<ReturnType<LetterStore['stillCreated']>>[number];
type Failure = Awaited<ReturnType<LetterStore['unticketedFailures']>>[number];

export const checks = (db: Database): CheckPart => ({
  stillCreated: async (acceptedBefore) => {
    const { rows } = await sql<StillCreated>`
      select letter.print_day as day, count(*) as letters,
        count(*) filter (where service.held or coalesce(batch.held, false)) as held
      from letters letter
      join services service on service.id = letter.service_id
      left join batches batch on batch.id = letter.batch_id
      where letter.status = 'created' and letter.key_kind = 'live'
        and (letter.created_at at time zone 'UTC') < (${acceptedBefore}::timestamptz at time zone 'UTC')
      group by letter.print_day order by letter.print_day
    `.execute(db);
    return rows;
  },
  unprepared: async (acceptedBefore) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from letters where status = 'pending-virus-check' and created_at < ${acceptedBefore}
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
