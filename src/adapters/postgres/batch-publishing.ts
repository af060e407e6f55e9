/** The recorded decisions of the publish protocol. Each is a compare-and-set, and a repeat changes nothing. */
import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { BatchStore } from '../../ports';
import { readBatch } from './batch-rows';
import type { Database } from './schema';

type PublishingPart = Pick<
  BatchStore,
  'recordIntent' | 'clearIntent' | 'issueRename' | 'recordPublished' | 'intents' | 'settledWithoutIntent'
>;

/** A batch that may still be sent: neither abandoned, nor at the printer already, nor adopted as such. */
const ON_ITS_WAY = sql<boolean>`state in ('sealed', 'uploaded')`;

async function recordIntent(db: Database, id: BatchId, temp: string): Promise<string> {
  await db
    .updateTable('batches')
    .set({ temp, intent_at: sql<Date>`now()` })
    .where('id', '=', id)
    .where('temp', 'is', null)
    .where(ON_ITS_WAY)
    .execute();
  const batch = await readBatch(db, id);
  if (batch.temp === null) throw new Error(`Batch ${id} is ${batch.state}: it takes no intent`);
  return batch.temp;
}

async function clearIntent(db: Database, id: BatchId, temp: string): Promise<boolean> {
  const cleared = await db
    .updateTable('batches')
    .set({ temp: null, intent_at: null })
    .where('id', '=', id)
    .where('temp', '=', temp)
    .where('rename_issued_at', 'is', null)
    .where(ON_ITS_WAY)
    .executeTakeFirst();
  return cleared.numUpdatedRows === 1n;
}

async function issueRename(db: Database, id: BatchId, temp: string): Promise<boolean> {
  const issued = await db
    .updateTable('batches')
    .set({ rename_issued_at: sql<Date>`coalesce(rename_issued_at, now())` })
    .where('id', '=', id)
    .where('temp', '=', temp)
    .where(ON_ITS_WAY)
    .executeTakeFirst();
  return issued.numUpdatedRows === 1n;
}

async function recordPublished(db: Database, id: BatchId, at: Date): Promise<void> {
  await db
    .updateTable('batches')
    .set({ state: 'published', published_at: at })
    .where('id', '=', id)
    .where('state', '=', 'uploaded')
    .where('temp', 'is not', null)
    .execute();
  const { publishedAt, state } = await readBatch(db, id);
  if (!publishedAt) throw new Error(`Batch ${id} is ${state}: nothing shows that it was published`);
}

export const publishing = (db: Database): PublishingPart => ({
  recordIntent: (id, temp) => recordIntent(db, id, temp),
  clearIntent: (id, temp) => clearIntent(db, id, temp),
  issueRename: (id, temp) => issueRename(db, id, temp),
  recordPublished: (id, at) => recordPublished(db, id, at),
  intents: async (day) => {
    const rows = await db
      .selectFrom('batches')
      .select(['id', 'temp'])
      .where('print_day', '=', day)
      .where('temp', 'is not', null)
      .$narrowType<{ temp: string }>()
      .execute();
    return new Map(rows.map(({ id, temp }) => [id, temp]));
  },
  settledWithoutIntent: async (day) => {
    const rows = await db
      .selectFrom('batches')
      .select('id')
      .where('print_day', '=', day)
      .where('temp', 'is', null)
      .where('state', 'not in', ['claimed', 'sealed', 'uploaded'])
      .execute();
    return new Set(rows.map(({ id }) => id));
  },
});
