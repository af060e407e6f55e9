import type { Batch, BatchId, BatchState, ParkedReason, SealedZip } from '../../domain/batch';
import type { Parked } from '../../contract';
import type { BatchStore } from '../../ports';
import { finalFailure } from '../failures';

const PUBLISHED: readonly BatchState[] = ['published', 'sent', 'acknowledged', 'answered', 'closed'];

/** The zip stands at the printer, and nothing may be sent for this batch again. */
export const isPublished = (state: BatchState): boolean => PUBLISHED.includes(state);

/** The letters are marked: the batch only waits for the printer's files. */
export const isSent = (state: BatchState): boolean => state !== 'published' && isPublished(state);

export async function findBatch(batches: Pick<BatchStore, 'find'>, id: BatchId): Promise<Batch> {
  const batch = await batches.find(id);
  if (!batch) throw finalFailure(`No batch ${id}`);
  return batch;
}

export function sealedZipOf({ id, state, zip }: Batch): SealedZip {
  if (!zip) throw finalFailure(`Batch ${id} is ${state} and has no sealed zip`);
  return zip;
}

/** Leaves the step to a person; the workflow raises the ticket and waits. */
export async function park(batches: Pick<BatchStore, 'park'>, id: BatchId, reason: ParkedReason): Promise<Parked> {
  await batches.park(id, reason);
  return { kind: 'parked', reason };
}
