import type { FooterStore } from '../../ports';
import type { Database } from './schema';

/** The footers of services. A new one is a new row. */
export const createFooterStore = (db: Database): FooterStore => ({
  set: async (serviceId, footer, actor) => {
    await db.insertInto('service_footers').values({ service_id: serviceId, set_by: actor, lines: footer }).execute();
  },
  current: async (serviceId) => {
    const row = await db
      .selectFrom('service_footers')
      .select('lines')
      .where('service_id', '=', serviceId)
      .orderBy('set_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.lines ?? [];
  },
});
