import { sql } from 'kysely';
import type { Day } from '../../domain/calendar';
import type { LetterToErase, Retention, ZipToErase } from '../../ports';
import type { Database } from './schema';

/** What is kept no longer than it must be. Rows stay, as the ledger: they hold ids, hashes, counts and instants. */
export const createRetention = (db: Database): Retention => ({ ...letters(db), ...zips(db) });

const letters = (db: Database): Pick<Retention, 'services' | 'lettersToErase' | 'lettersErased'> => ({
  services: () => db.selectFrom('services').select(['id', 'retention_days as retentionDays']).orderBy('id').execute(),
  lettersToErase: async (serviceId, finalBefore, after, limit) => {
    // The condition of the index `letters_to_erase`; no letter is erased before its final status.
    const { rows } = await sql<LetterToErase>`
      select id, reference, postage, incoming_key as "incomingKey", print_key as "printKey", print_day as "printDay",
        created_at as "createdAt", updated_at as "finalAt"
      from letters
      where service_id = ${serviceId} and erased_at is null
        and status not in ('pending-virus-check', 'created', 'sending') and updated_at < ${finalBefore}
        and (updated_at, id) > (${after?.finalAt ?? '-infinity'}::timestamptz,
          ${after?.id ?? '00000000-0000-0000-0000-000000000000'}::uuid)
      order by updated_at, id
      limit ${limit}
    `.execute(db);
    return rows;
  },
  lettersErased: async (ids, at) => {
    await sql`
      with forgotten as (delete from idempotency_keys where letter_id = any (${ids}::uuid[]))
      update letters set erased_at = ${at}, client_reference = null, personalisation = null, address_lines = null
      where id = any (${ids}::uuid[]) and erased_at is null
    `.execute(db);
  },
});

const zips = (db: Database): Pick<Retention, 'zipsToErase' | 'zipErased' | 'daysWithoutZips'> => ({
  zipsToErase: async (after, limit) => {
    const { rows } = await sql<ZipToErase>`
      select id, print_day as day, zip_name as "zipName" from batches
      where (zip_name is not null or state in ('empty', 'abandoned')) and zip_erased_at is null and id > ${after ?? ''} and not exists (
        select from batch_letters member
        join letters letter on letter.id = member.letter_id
        where member.batch_id = batches.id and letter.erased_at is null
      )
      order by id
      limit ${limit}
    `.execute(db);
    return rows;
  },
  zipErased: async (id, at) => {
    await sql`update batches set zip_erased_at = ${at} where id = ${id} and zip_erased_at is null`.execute(db);
  },
  daysWithoutZips: async (ids) => {
    const { rows } = await sql<{ day: Day }>`
      select distinct print_day as day from batches erased
      where id = any (${ids}::text[]) and not exists (
        select from batches other
        where other.print_day = erased.print_day and other.id <> all (${ids}::text[])
          and other.zip_erased_at is null and other.state not in ('empty', 'abandoned')
      )
      order by day
    `.execute(db);
    return rows.map(({ day }) => day);
  },
});
