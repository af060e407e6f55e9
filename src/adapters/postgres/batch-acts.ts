/** What operators do to a batch: each act is one transaction with its row, judged under the lock of the batch. */
import { type Selectable, sql } from 'kysely';
import { ticketKeys } from '../../contract';
import type { Batch, BatchId } from '../../domain/batch';
import { type BatchAct, type BatchActOrder, type RecordedAct, whyNot } from '../../domain/batch-acts';
import type { BatchStore } from '../../ports';
import { batchOf } from './batch-rows';
import type { Database, Tables } from './schema';

const actOf = (row: Selectable<Tables['batch_acts']>): RecordedAct => ({
  id: row.id,
  batchId: row.batch_id,
  act: row.act,
  actor: row.actor,
  reason: row.reason,
  at: row.at,
});

async function lockBatch(db: Database, id: BatchId): Promise<Batch | undefined> {
  const row = await db.selectFrom('batches').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row && batchOf(row);
}

/** False when the act of that id was done before. */
async function record(db: Database, { id, batchId, act, actor, reason, at }: BatchActOrder): Promise<boolean> {
  const inserted = await db
    .insertInto('batch_acts')
    .values({ id, batch_id: batchId, act, actor, reason, at })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst();
  return inserted.numInsertedOrUpdatedRows === 1n;
}

/** The batch's letters may be claimed again. They are locked in the order in which a claim takes them. */
async function releaseLetters(db: Database, id: BatchId, at: Date): Promise<void> {
  await sql`select id from letters where batch_id = ${id} order by created_at, id for update`.execute(db);
  await sql`update letters set batch_id = null where batch_id = ${id}`.execute(db);
  await sql`
    update batch_letters set released_at = ${at} where batch_id = ${id} and dropped_at is null and released_at is null
  `.execute(db);
}

async function change(db: Database, { batchId, act, at, publishedAt = at }: BatchActOrder): Promise<void> {
  const batch = db.updateTable('batches').where('id', '=', batchId);
  switch (act) {
    case 'hold':
      await batch.set({ held: true }).execute();
      return;
    case 'release':
      await batch.set({ held: false }).execute();
      return;
    case 'retry':
      await batch.set({ parked_reason: null }).execute();
      return;
    case 'adopt':
      await batch.set({ state: 'published', published_at: publishedAt, parked_reason: null, held: false }).execute();
      return;
    case 'abandon':
      await releaseLetters(db, batchId, at);
      await batch.set({ state: 'abandoned', parked_reason: null, held: false }).execute();
  }
}

/** Tickets whose cause the act removes; the workflow may be away and could not close them. */
const ENDED: Readonly<Record<BatchAct, readonly ('batch-parked' | 'transfer-failing')[]>> = {
  hold: [],
  release: [],
  retry: ['batch-parked'],
  adopt: ['batch-parked', 'transfer-failing'],
  abandon: ['batch-parked', 'transfer-failing'],
};

async function endTickets(db: Database, { batchId, act, actor }: BatchActOrder): Promise<void> {
  const keys = ENDED[act].map((kind) => ticketKeys.batch(kind, batchId));
  await sql`
    update tickets set closed_at = now(), closed_by = ${actor}
    where dedup_key = any (${keys}::text[]) and closed_at is null
  `.execute(db);
}

const act = (db: Database, order: BatchActOrder): ReturnType<BatchStore['act']> =>
  db.transaction().execute(async (transaction) => {
    const batch = await lockBatch(transaction, order.batchId);
    if (!batch) return undefined;
    const known = transaction.selectFrom('batch_acts').select('id').where('id', '=', order.id);
    if (await known.executeTakeFirst()) return { kind: 'done' };
    const why = whyNot(batch, order);
    if (why !== undefined) return { kind: 'refused', why };
    if (!(await record(transaction, order))) throw new Error(`The act ${order.id} was done to another batch`);
    await change(transaction, order);
    await endTickets(transaction, order);
    return { kind: 'done' };
  });

export const actsOn = (db: Database): Pick<BatchStore, 'act' | 'acts'> => ({
  act: (order) => act(db, order),
  acts: async (id) => {
    const rows = await db.selectFrom('batch_acts').selectAll().where('batch_id', '=', id).orderBy('at').execute();
    return rows.map(actOf);
  },
});
