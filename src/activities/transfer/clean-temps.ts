import { tempPrefixOf } from '../../domain/names';
import type { TransferActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, isSent } from '../batch/batch-row';
import { trackProgress } from '../progress';

/**
 * Removes what abandoned attempts left in the staging folder. Only once the batch is sent, and never the recorded file: a
 * cleaner by age would take the witness and lose letters (publish-protocol §2).
 */
export function createCleanTemps({
  batches,
  printer,
}: Pick<ActivityDependencies, 'batches' | 'printer'>): TransferActivities['cleanTemps'] {
  return async ({ batchId }) => {
    const progress = trackProgress();
    const { state, temp: recorded } = await findBatch(batches, batchId);
    if (!isSent(state)) return;
    for (const temp of await printer.listTemps()) {
      if (!temp.startsWith(tempPrefixOf(batchId)) || temp === recorded) continue;
      await printer.removeTemp(temp);
      progress.item();
    }
  };
}
