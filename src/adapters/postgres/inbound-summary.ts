import { sql } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { InboundSummary } from '../../domain/inbound-file';
import type { LineOutcome } from '../../domain/response-file';
import type { Database } from './schema';

const FAILED_NAMED = 100;

/** What the lines of a file came to, from the table alone: the same after a restart as before. */
export async function summaryOf(db: Database, fileId: number): Promise<InboundSummary> {
  const lines = db.selectFrom('inbound_lines').where('file_id', '=', fileId);
  const outcomes = await lines
    .select(['outcome', sql<number>`count(*)`.as('count')])
    .where('outcome', 'is not', null)
    .groupBy('outcome')
    .$narrowType<{ outcome: LineOutcome }>()
    .execute();
  const mismatches = await lines
    .select(sql<number>`count(*)`.as('count'))
    .where('sheet_mismatch', '=', true)
    .executeTakeFirstOrThrow();
  const failed = await lines
    .select('reference')
    .where('outcome', '=', 'failed')
    .orderBy('line')
    .limit(FAILED_NAMED)
    .execute();
  const batches = await lines
    .select('batch_id')
    .distinct()
    .where('batch_id', 'is not', null)
    .orderBy('batch_id')
    .$narrowType<{ batch_id: BatchId }>()
    .execute();
  return {
    outcomes: Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count])),
    sheetMismatches: mismatches.count,
    failedReferences: failed.map(({ reference }) => reference),
    batches: batches.map(({ batch_id }) => batch_id),
  };
}
