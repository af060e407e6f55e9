import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Hold, HoldScope } from '../../domain/hold';
import type { HoldStore } from '../../ports';
import type { Database, Tables } from './schema';

/** Holds of the letters of a service and class. Each statement sees those that stood when it began. */
export const standsFor = (serviceId: RawBuilder<unknown>, postage: RawBuilder<unknown>) => sql<boolean>`exists (
  select from holds
  where lifted_at is null
    and (holds.service_id is null or holds.service_id = ${serviceId})
    and (holds.postage is null or holds.postage = ${postage})
)`;

const holdOf = (row: Selectable<Tables['holds']>): Hold => ({
  id: row.id,
  serviceId: row.service_id,
  postage: row.postage,
  actor: row.actor,
  reason: row.reason,
  placedAt: row.placed_at,
  liftedAt: row.lifted_at,
  liftedBy: row.lifted_by,
  liftReason: row.lift_reason,
});

async function findStanding(db: Database, { serviceId, postage }: HoldScope): Promise<Hold | undefined> {
  const row = await db
    .selectFrom('holds')
    .selectAll()
    .where('lifted_at', 'is', null)
    .where('service_id', 'is not distinct from', serviceId)
    .where('postage', 'is not distinct from', postage)
    .executeTakeFirst();
  return row && holdOf(row);
}

/** Holds of letters that are not claimed yet. */
export const createHoldStore = (db: Database): HoldStore => ({
  place: async ({ serviceId, postage, actor, reason }) => {
    for (;;) {
      const placed = await db
        .insertInto('holds')
        .values({ service_id: serviceId, postage, actor, reason })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst();
      if (placed) return { kind: 'placed', hold: holdOf(placed) };
      const standing = await findStanding(db, { serviceId, postage });
      if (standing) return { kind: 'standing', hold: standing }; // none: it was lifted between the two looks
    }
  },
  lift: async (id, { actor, reason }) => {
    const lifted = await db
      .updateTable('holds')
      .set({ lifted_at: sql<Date>`now()`, lifted_by: actor, lift_reason: reason })
      .where('id', '=', id)
      .where('lifted_at', 'is', null)
      .returningAll()
      .executeTakeFirst();
    if (lifted) return { kind: 'lifted', hold: holdOf(lifted) };
    const row = await db.selectFrom('holds').selectAll().where('id', '=', id).executeTakeFirst();
    return row && { kind: 'lifted-before', hold: holdOf(row) };
  },
  standing: async () => {
    const rows = await db.selectFrom('holds').selectAll().where('lifted_at', 'is', null).orderBy('id').execute();
    return rows.map(holdOf);
  },
  list: async (limit) => {
    const newest = db.selectFrom('holds').selectAll().orderBy('id', 'desc').limit(limit);
    return (await newest.execute()).map(holdOf);
  },
});
