import type { LogoStore } from '../../ports';
import type { Database } from './schema';

/** The logos of services. A new one is a new row. */
export const createLogoStore = (db: Database): LogoStore => ({
  set: async (serviceId, logo, actor) => {
    const drawing = { kind: logo?.kind ?? null, bytes: logo ? Buffer.from(logo.bytes) : null };
    await db
      .insertInto('service_logos')
      .values({ service_id: serviceId, set_by: actor, ...drawing })
      .execute();
  },
  current: async (serviceId) => {
    const row = await db
      .selectFrom('service_logos')
      .select(['kind', 'bytes'])
      .where('service_id', '=', serviceId)
      .orderBy('set_at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row?.kind && row.bytes ? { kind: row.kind, bytes: row.bytes } : null;
  },
});
