import type { Selectable } from 'kysely';
import type { Batch, BatchId, SealedZip } from '../../domain/batch';
import type { Database, Tables } from './schema';

type BatchRow = Selectable<Tables['batches']>;

const zipOf = ({ zip_name, zip_sha256, zip_bytes, letters }: BatchRow): SealedZip | null =>
  zip_name === null || zip_sha256 === null || zip_bytes === null
    ? null
    : { zipName: zip_name, sha256: zip_sha256, bytes: zip_bytes, letters };

export const batchOf = (row: BatchRow): Batch => ({
  id: row.id,
  day: row.print_day,
  runNo: row.run_no,
  postage: row.postage,
  number: row.number,
  serviceId: row.service_id,
  state: row.state,
  version: row.version,
  position: row.position,
  held: row.held,
  parkedReason: row.parked_reason,
  letters: row.letters,
  pdfBytes: row.pdf_bytes,
  zip: zipOf(row),
  temp: row.temp,
  intentAt: row.intent_at,
  renameIssuedAt: row.rename_issued_at,
  publishedAt: row.published_at,
  acknowledgedAt: row.acknowledged_at,
  createdAt: row.created_at,
});

export async function findBatch(db: Database, id: BatchId): Promise<Batch | undefined> {
  const row = await db.selectFrom('batches').selectAll().where('id', '=', id).executeTakeFirst();
  return row && batchOf(row);
}

/** A batch that must stand: its id came from the row. */
export async function readBatch(db: Database, id: BatchId): Promise<Batch> {
  const batch = await findBatch(db, id);
  if (!batch) throw new Error(`There is no batch ${id}`);
  return batch;
}
