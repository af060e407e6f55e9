import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { createSnapshot } from './batch-snapshot';

export function createReadBatch(
  dependencies: Pick<ActivityDependencies, 'batches' | 'calendar'>,
): LettersActivities['readBatch'] {
  const snapshot = createSnapshot(dependencies);
  return ({ batchId }) => snapshot(batchId);
}
