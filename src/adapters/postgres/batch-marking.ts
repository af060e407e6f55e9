/** After publishing: letters → `sending`, and how many of them still wait for their answer. */
import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { LetterId } from '../../domain/letter';
import type { BatchStore } from '../../ports';
import { readBatch } from './batch-rows';
import { moveLetters } from './letter-moves';
import type { Database } from './schema';

type Standing = Awaited<ReturnType<BatchStore['standing']>>;

const markNext = (db: Database, id: BatchId, limit: number): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    const { publishedAt, state } = await readBatch(transaction, id);
    if (!publishedAt) throw new Error(`Batch ${id} is ${state}: its letters are not sent`);
    const { rows } = await sql<{ id: LetterId }>`
      select id from letters where batch_id = ${id} and status = 'created' order by created_at, id limit ${limit} for update
    `.execute(transaction);
    const moved = await moveLetters(transaction, {
      wanted: sql`select id, ${id}::text as detail from unnest(${rows.map((row) => row.id)}::uuid[]) as marked(id)`,
      from: ['created'],
      to: 'sending',
      actor: 'letter-batch',
      set: sql`sent_at = ${publishedAt}`,
    });
    if (moved.length !== rows.length)
      throw new Error(`Batch ${id}: ${moved.length} of ${rows.length} locked letters moved`);
    return moved.length;
  });

async function standing(db: Database, id: BatchId): Promise<Standing> {
  const { rows } = await sql<Standing>`
    select count(*) as letters,
      count(*) filter (where letter.sent_at is not null) as marked,
      count(*) filter (where letter.batch_id <> ${id} or exists (
        select from batch_letters other
        join batches on batches.id = other.batch_id
        where other.letter_id = letter.id and other.batch_id <> ${id} and other.dropped_at is null and batches.temp is not null
      )) as elsewhere
    from batch_letters member
    join letters letter on letter.id = member.letter_id
    where member.batch_id = ${id} and member.dropped_at is null and member.released_at is null
  `.execute(db);
  return rows[0] ?? { letters: 0, marked: 0, elsewhere: 0 };
}

export const marking = (db: Database): Pick<BatchStore, 'markSending' | 'standing' | 'countOutstanding'> => ({
  markSending: (id, limit) => markNext(db, id, limit),
  standing: (id) => standing(db, id),
  countOutstanding: async (id) => {
    const { rows } = await sql<{ count: number }>`
      select count(*) from letters where batch_id = ${id} and status = 'sending'
    `.execute(db);
    return rows[0]?.count ?? 0;
  },
});
