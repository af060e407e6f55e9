import { sql } from 'kysely';
import { RAW_LOST } from '../../domain/inbound-file';
import type { InboundStore } from '../../ports';
import type { Database } from './schema';

/** Which objects under the response prefix were read before. */
export const inboundObjects = (db: Database): Pick<InboundStore, 'unreadObjects' | 'rememberObject'> => ({
  unreadObjects: async (objects) => {
    const { rows } = await sql<{ place: number }>`
      select place from unnest(
        ${objects.map(({ key }) => key)}::text[], ${objects.map(({ etag }) => etag)}::text[]
      ) with ordinality as listed(key, etag, place)
      where not exists (
        select from inbound_objects read
        left join inbound_files file on file.sha256 = read.sha256
        where read.key = listed.key and read.etag = listed.etag
          and (file.state = 'refused' and file.detail = ${RAW_LOST}) is not true
      )
      order by place
    `.execute(db);
    return rows.flatMap(({ place }) => objects[place - 1] ?? []);
  },
  rememberObject: async ({ key, etag, sha256 }) => {
    await sql`
      insert into inbound_objects (key, etag, sha256) values (${key}, ${etag}, ${sha256}) on conflict do nothing
    `.execute(db);
  },
});
