import { sql } from 'kysely';
import { type BatchId, type BatchState, mayAdvance } from '../../domain/batch';
import type { BatchStore } from '../../ports';
import { acknowledgement } from './batch-acknowledgement';
import { actsOn } from './batch-acts';
import { claimNext } from './batch-claim';
import { marking } from './batch-marking';
import { publishing } from './batch-publishing';
import { batchOf, findBatch } from './batch-rows';
import { sealing } from './batch-sealing';
import { planRun } from './run-plan';
import type { Database } from './schema';

/** Batches: claimed, sealed, published once, answered. */
export const createBatchStore = (db: Database): BatchStore => ({
  claimNext: (run, limits) => claimNext(db, run, limits),
  plan: (cutOffAt, limits) => planRun(db, cutOffAt, limits),
  ...reading(db),
  ...sealing(db),
  ...publishing(db),
  ...marking(db),
  ...acknowledgement(db),
  ...actsOn(db),
  advance: (id, from, to) => advance(db, id, from, to),
  park: async (id, reason) => {
    const open = db
      .updateTable('batches')
      .where('id', '=', id)
      .where('state', 'not in', ['closed', 'empty', 'abandoned']);
    await open.set({ parked_reason: reason }).execute();
  },
  unpark: async (id) => {
    await db.updateTable('batches').set({ parked_reason: null }).where('id', '=', id).execute();
  },
});

/** States whose move must write more than the state: those moves have ways of their own. */
const HAS_ITS_OWN_WAY: readonly BatchState[] = ['sealed', 'published', 'abandoned'];

async function advance(db: Database, id: BatchId, from: BatchState, to: BatchState): Promise<boolean> {
  if (!mayAdvance(from, to) || HAS_ITS_OWN_WAY.includes(to))
    throw new Error(`A batch is not advanced from ${from} to ${to}`);
  const moved = await db
    .updateTable('batches')
    .set({ state: to })
    .where('id', '=', id)
    .where('state', '=', from)
    .$if(to === 'uploaded', (batch) => batch.where('held', '=', false)) // a hold that came before this counts
    .executeTakeFirst();
  return moved.numUpdatedRows === 1n;
}

const reading = (db: Database): Pick<BatchStore, 'ofRun' | 'open' | 'find' | 'stopped' | 'countByState'> => ({
  find: (id) => findBatch(db, id),
  ofRun: async (day, runNo, afterPosition, limit) => {
    const rows = await db
      .selectFrom('batches')
      .selectAll()
      .where('print_day', '=', day)
      .where('run_no', '=', runNo)
      .where('position', '>', afterPosition)
      .orderBy('position')
      .limit(limit)
      .execute();
    return rows.map(batchOf);
  },
  open: async (afterId, limit, claimedBefore) => {
    const { rows } = await sql<{ id: BatchId }>`
      select id from batches
      where state not in ('closed', 'empty', 'abandoned') and id > ${afterId ?? ''}
        and created_at < ${claimedBefore ?? 'infinity'}::timestamptz
      order by id
      limit ${limit}
    `.execute(db);
    return rows.map(({ id }) => id);
  },
  stopped: async (limit) => {
    const open = db.selectFrom('batches').selectAll().where('state', 'not in', ['closed', 'empty', 'abandoned']);
    const waiting = open.where((row) => row.or([row('held', '=', true), row('parked_reason', 'is not', null)]));
    return (await waiting.orderBy('id').limit(limit).execute()).map(batchOf);
  },
  countByState: async (day) => {
    const rows = await db
      .selectFrom('batches')
      .select(['state', sql<number>`count(*)`.as('count')])
      .where('print_day', '=', day)
      .groupBy('state')
      .execute();
    return Object.fromEntries(rows.map(({ state, count }) => [state, count]));
  },
});
