import { sql } from 'kysely';
import type { BatchStore } from '../../ports';
import type { Database } from './schema';

type AcknowledgementPart = Pick<BatchStore, 'acknowledge' | 'unacknowledged' | 'silent' | 'ticketed'>;

async function acknowledge(
  db: Database,
  { zipName, at }: Parameters<BatchStore['acknowledge']>[0],
): ReturnType<BatchStore['acknowledge']> {
  const acknowledged = await db
    .updateTable('batches')
    .set({ acknowledged_at: sql<Date>`coalesce(acknowledged_at, ${at})` })
    .where('zip_name', '=', zipName)
    .where((row) => row.or([row('temp', 'is not', null), row('published_at', 'is not', null)]))
    .returning('id')
    .executeTakeFirst();
  if (acknowledged) return { kind: 'acknowledged', batchId: acknowledged.id };
  const named = db.selectFrom('batches').select('id').where('zip_name', '=', zipName);
  const known = await named.orderBy('created_at', 'desc').executeTakeFirst(); // one that was abandoned may have had the name before
  return known ? { kind: 'without-intent', batchId: known.id } : { kind: 'unknown' };
}

/** The printer's word on zips it took in, and its silence. */
export const acknowledgement = (db: Database): AcknowledgementPart => ({
  acknowledge: (line) => acknowledge(db, line),
  unacknowledged: async (publishedBefore) => {
    const { rows } = await sql<Awaited<ReturnType<BatchStore['unacknowledged']>>[number]>`
      select id, zip_name as "zipName" from batches
      where published_at < ${publishedBefore} and acknowledged_at is null and ticketed_at is null
      order by id
    `.execute(db);
    return rows;
  },
  silent: async () => {
    const { rows } = await sql<{ zipName: string }>`
      select zip_name as "zipName" from batches
      where ticketed_at is not null and acknowledged_at is null and not (
        state in ('closed', 'abandoned')
        and not exists (select from letters where batch_id = batches.id and status = 'sending')
      )
    `.execute(db);
    return rows.map(({ zipName }) => zipName);
  },
  ticketed: async (ids, at) => {
    await sql`update batches set ticketed_at = coalesce(ticketed_at, ${at}) where id = any (${ids}::text[])`.execute(
      db,
    );
  },
});
