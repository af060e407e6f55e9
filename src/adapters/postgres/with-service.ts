import { sql } from 'kysely';
import type { ServiceId } from '../../domain/letter';
import type { Database, DatabaseTransaction } from './schema';

/**
 * Runs what a tenant causes in one short transaction that names the service, so that row-level security can stand behind each query's own
 * condition. No slow call belongs inside.
 */
export function withService<Outcome>(
  db: Database,
  serviceId: ServiceId,
  work: (transaction: DatabaseTransaction) => Promise<Outcome>,
): Promise<Outcome> {
  return db.transaction().execute(async (transaction) => {
    await sql`select set_config('app.service_id', ${serviceId}, true)`.execute(transaction);
    return work(transaction);
  });
}
