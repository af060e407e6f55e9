/** From claimed to sealed: what travels, what is dropped, and the one compare-and-set that fixes the zip for ever. */
import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { LetterId, LetterToPrint } from '../../domain/letter';
import type { BatchStore } from '../../ports';
import { readBatch } from './batch-rows';
import { moveLetters } from './letter-moves';
import type { Database } from './schema';

type DroppedLetter = Parameters<BatchStore['drop']>[2][number];

async function travellingLetters(db: Database, id: BatchId): Promise<readonly LetterToPrint[]> {
  const { rows } = await sql<LetterToPrint>`
    select letter.id, letter.service_id as "serviceId", letter.postage, letter.bytes, letter.sha256, letter.print_key as "printKey"
    from batch_letters member
    join letters letter on letter.id = member.letter_id
    where member.batch_id = ${id} and member.dropped_at is null and member.released_at is null
    order by member.position
  `.execute(db);
  return rows;
}

/** Letters are locked in the order in which a claim takes them, everywhere: two transactions never wait for each other. */
async function lockMembers(db: Database, id: BatchId, letters: readonly LetterId[]): Promise<void> {
  await sql`
    select id from letters where id = any (${letters}::uuid[]) and batch_id = ${id} order by created_at, id for update
  `.execute(db);
}

async function dropMembers(db: Database, id: BatchId, letters: readonly DroppedLetter[]): Promise<void> {
  const ids = letters.map((letter) => letter.id);
  await lockMembers(db, id, ids);
  const dropped = await moveLetters(db, {
    wanted: sql`select * from unnest(${ids}::uuid[], ${letters.map(({ reason }) => reason)}::text[]) as dropped(id, detail)`,
    from: ['created'],
    to: 'technical-failure',
    actor: 'letter-batch',
    set: sql`failure = wanted.detail, batch_id = null`,
    only: sql`letter.batch_id = ${id}`,
  });
  if (dropped.length !== letters.length)
    throw new Error(`Batch ${id} holds ${dropped.length} of ${letters.length} letters to drop`);
  await sql`
    update batch_letters set dropped_at = now() where batch_id = ${id} and letter_id = any (${ids}::uuid[])
  `.execute(db);
  await sql`
    update batches
    set letters = batches.letters - gone.letters, pdf_bytes = batches.pdf_bytes - gone.bytes
    from (select count(*) as letters, coalesce(sum(bytes), 0) as bytes from letters where id = any (${ids}::uuid[])) as gone
    where batches.id = ${id}
  `.execute(db);
}

const dropLetters = (db: Database, id: BatchId, version: number, letters: readonly DroppedLetter[]): Promise<boolean> =>
  db.transaction().execute(async (transaction) => {
    const raised = await transaction
      .updateTable('batches')
      .set({ version: version + 1 })
      .where('id', '=', id)
      .where('state', '=', 'claimed')
      .where('version', '=', version)
      .executeTakeFirst();
    if (raised.numUpdatedRows !== 1n) return false;
    await dropMembers(transaction, id, letters);
    return true;
  });

export const sealing = (db: Database): Pick<BatchStore, 'letters' | 'drop' | 'seal'> => ({
  letters: (id) => travellingLetters(db, id),
  drop: (id, version, letters) => dropLetters(db, id, version, letters),
  seal: async (id, version, zip) => {
    await db
      .updateTable('batches')
      .set({ state: 'sealed', zip_name: zip.zipName, zip_sha256: zip.sha256, zip_bytes: zip.bytes })
      .where('id', '=', id)
      .where('state', '=', 'claimed')
      .where('version', '=', version)
      .where('letters', '=', zip.letters)
      .execute();
    return readBatch(db, id);
  },
});
