import type { Batch, BatchState } from '../../domain/batch';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch } from './batch-row';
import { createSnapshot } from './batch-snapshot';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'calendar'>;

/** The printer's files come in any order: answers may be there before the acknowledgement, and either may never come. */
function nextState({ state, acknowledgedAt }: Batch, outstanding: number): BatchState | undefined {
  if (state !== 'sent' && state !== 'acknowledged') return undefined;
  if (state === 'sent' && acknowledgedAt !== null) return 'acknowledged';
  return outstanding === 0 ? 'answered' : undefined;
}

/** Moves a sent batch to what the tables say: acknowledged, then answered once none of its letters is `sending`. */
export function createSettle({ batches }: Pick<Dependencies, 'batches'>) {
  return async (id: Batch['id']): Promise<void> => {
    for (;;) {
      const batch = await findBatch(batches, id);
      const next = nextState(batch, await batches.countOutstanding(id));
      if (!next) return;
      await batches.advance(id, batch.state, next);
    }
  };
}

export function createSettleBatch(dependencies: Dependencies): LettersActivities['settleBatch'] {
  const settle = createSettle(dependencies);
  const snapshot = createSnapshot(dependencies);
  return async ({ batchId }) => {
    await settle(batchId);
    return snapshot(batchId);
  };
}
