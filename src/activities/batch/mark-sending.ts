import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, isSent, park, sealedZipOf } from './batch-row';
import { finalFailure } from '../failures';
import { trackProgress } from '../progress';
import { completeEvidence } from '../transfer/publish-evidence';

const CHUNK = 1_000;

/** Letters of a published batch → `sending`, a transaction per chunk; the batch is `sent` only when every one is marked. */
export function createMarkSending(
  dependencies: Pick<ActivityDependencies, 'batches' | 'objects'>,
): LettersActivities['markSending'] {
  const { batches } = dependencies;
  return async ({ batchId }) => {
    const progress = trackProgress();
    const batch = await findBatch(batches, batchId);
    if (isSent(batch.state)) return { kind: 'sent' };
    if (batch.state !== 'published') throw finalFailure(`Batch ${batchId} is ${batch.state}: not published`);
    await completeEvidence(dependencies, batch);
    for (let moved = CHUNK; moved > 0; ) {
      moved = await batches.markSending(batchId, CHUNK);
      progress.rows(moved);
    }
    const { marked } = await batches.standing(batchId);
    if (marked !== sealedZipOf(batch).letters) return park(batches, batchId, 'marking-incomplete');
    await batches.advance(batchId, 'published', 'sent');
    return { kind: 'sent' };
  };
}
