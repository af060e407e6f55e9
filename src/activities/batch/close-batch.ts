import { mayAdvance } from '../../domain/batch';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch } from './batch-row';
import { createSnapshot } from './batch-snapshot';
import { createSettle } from './settle-batch';

/** The last look at a batch: whatever is still outstanding stays counted on it and is left to the deadline check. */
export function createCloseBatch(
  dependencies: Pick<ActivityDependencies, 'batches' | 'calendar'>,
): LettersActivities['closeBatch'] {
  const { batches } = dependencies;
  const settle = createSettle(dependencies);
  const snapshot = createSnapshot(dependencies);
  return async ({ batchId }) => {
    await settle(batchId);
    const { state } = await findBatch(batches, batchId);
    if (mayAdvance(state, 'closed')) await batches.advance(batchId, state, 'closed');
    return snapshot(batchId);
  };
}
