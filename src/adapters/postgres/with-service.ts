import { sql } from 'kysely';
import type { ServiceId } from '../../domain/letter';
import type { Database } from './schema';

export interface TenantTransactionOptions {
  /** False where a crash of the database may take back what was committed just before: the commit does not wait for the disk. */
  readonly durable?: boolean;
}

/**
 * Runs what a tenant causes in one short transaction that names the service, so that row-level security can stand behind each query's own
 * condition. No slow call belongs inside.
 */
export function withService<Outcome>(
  db: Database,
  serviceId: ServiceId,
  work: (transaction: Database) => Promise<Outcome>,
  { durable = true }: TenantTransactionOptions = {},
): Promise<Outcome> {
  const service = sql`set_config('app.service_id', ${sql.lit(serviceId)}, true)`;
  const settings = durable ? service : sql`${service}, set_config('synchronous_commit', 'off', true)`;
  return db.connection().execute(async (transaction) => {
    await sql`begin; select ${settings}`.execute(transaction);
    try {
      const outcome = await work(transaction);
      await sql`commit`.execute(transaction);
      return outcome;
    } catch (error) {
      await sql`rollback`.execute(transaction).catch(() => undefined); // a broken connection undoes it, too
      throw error;
    }
  });
}
