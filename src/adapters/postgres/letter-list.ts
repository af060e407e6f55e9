import { sql } from 'kysely';
import type { LetterStore } from '../../ports';
import { LETTER_COLUMNS, letterOf } from './letter-rows';
import type { Database } from './schema';
import { withService } from './with-service';

/** The letter from which the page goes on is compared inside the database, to the microsecond; one that is unknown leads nowhere. */
export const listing = (db: Database): Pick<LetterStore, 'list'> => ({
  list: (serviceId, { keyKind, statuses, reference, olderThan }, limit) =>
    withService(db, serviceId, async (transaction) => {
      let asked = transaction
        .selectFrom('letters')
        .select(LETTER_COLUMNS)
        .where('service_id', '=', serviceId)
        .where('key_kind', '=', keyKind)
        .where('erased_at', 'is', null);
      if (statuses) asked = asked.where('status', '=', sql<never>`any (${statuses})`);
      if (reference !== undefined) asked = asked.where('client_reference', '=', reference);
      if (olderThan) {
        const last = sql`(select created_at, id from letters where id = ${olderThan} and service_id = ${serviceId})`;
        asked = asked.where(sql<boolean>`(created_at, id) < ${last}`);
      }
      const rows = await asked.orderBy('created_at', 'desc').orderBy('id', 'desc').limit(limit).execute();
      return rows.map(letterOf);
    }),
});
