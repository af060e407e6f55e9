import { sql } from 'kysely';
import type { CallbackStanding, ExhaustedCause } from '../../domain/callback';
import type { ServiceId } from '../../domain/letter';
import type { CallbackStore } from '../../ports';
import type { Database } from './schema';

type Watch = Pick<CallbackStore, 'untried' | 'overdue' | 'standing' | 'isExhausted'>;

const idsOf = ({ rows }: { readonly rows: readonly { readonly id: ServiceId }[] }) => rows.map(({ id }) => id);

/** A service that is tried again has heard nothing since; one that refused may be sent the same again until it is erased. */
const STANDS: Record<ExhaustedCause, ReturnType<typeof sql>> = {
  'gave-up': sql`callback.exhausted_at > coalesce(endpoint.last_delivered_at, '-infinity')`,
  refused: sql`exists (select from letters letter where letter.id = callback.letter_id and letter.erased_at is null)`,
  stopped: sql`endpoint.stopped_at is not null`,
};

/** Who watches over the outbox asks these. */
export const createCallbackWatch = (db: Database): Watch => ({ ...services(db), ...standing(db) });

/** A step through a partial index for each endpoint. */
const services = (db: Database): Pick<Watch, 'untried' | 'overdue'> => ({
  untried: async () =>
    idsOf(
      await sql<{ id: ServiceId }>`
        select service_id as id from callback_endpoints endpoint
        where stopped_at is null and (paused_until is null or paused_until <= now()) and exists (
          select from callbacks callback
          where callback.service_id = endpoint.service_id
            and attempts = 0 and delivered_at is null and exhausted_at is null
        )
      `.execute(db),
    ),
  overdue: async (dueBefore) =>
    idsOf(
      await sql<{ id: ServiceId }>`
        select service_id as id from callback_endpoints endpoint
        where stopped_at is null and exists (
          select from callbacks callback
          where callback.service_id = endpoint.service_id and due_at < ${dueBefore}
            and delivered_at is null and exhausted_at is null
        )
      `.execute(db),
    ),
});

const standing = (db: Database): Pick<Watch, 'standing' | 'isExhausted'> => ({
  standing: async (id) => {
    const { rows } = await sql<CallbackStanding>`
      select count(*) filter (where exhausted_at is null) as waiting,
        min(due_at) filter (where exhausted_at is null) as "nextAt",
        count(*) filter (where exhausted_at is not null) as exhausted,
        (select last_delivered_at from callback_endpoints where service_id = ${id}) as "lastDeliveredAt",
        (select paused_until from callback_endpoints where service_id = ${id}) as "pausedUntil"
      from callbacks
      where service_id = ${id} and delivered_at is null
    `.execute(db);
    const [standing] = rows;
    if (!standing) throw new Error('Postgres gave no row');
    return standing;
  },
  isExhausted: async (id, cause) => {
    const { rows } = await sql<{ stands: boolean }>`
      select exists (
        select from callbacks callback
        join callback_endpoints endpoint on endpoint.service_id = callback.service_id
        where callback.service_id = ${id} and callback.exhausted_at is not null
          and callback.exhausted_cause = ${cause} and ${STANDS[cause]}
      ) as stands
    `.execute(db);
    return rows[0]?.stands === true;
  },
});
