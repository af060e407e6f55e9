import type { Batch } from '../../domain/batch';
import type { PublishOutcome } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { park } from '../batch/batch-row';
import { type Intent, createManifests } from './manifests';
import { type SealedBatch, createSealedCheck } from './sealed-batch';

/**
 * Step 4 of publish-protocol §2: the winner's file becomes the only one that may ever be renamed, and everybody follows
 * it. A loser's own file stays for cleanTemps: a zombie may still be about to record it, so none may go before the batch
 * is sent.
 */
export function createRecordIntent(dependencies: Pick<ActivityDependencies, 'batches' | 'objects' | 'printer'>) {
  const { batches, printer } = dependencies;
  const manifests = createManifests(dependencies);
  const checkSealed = createSealedCheck(dependencies);

  return async (batch: Batch, temp: string, sealed: SealedBatch): Promise<Intent | PublishOutcome> => {
    const own = { day: batch.day, batchId: batch.id, temp };
    if (batch.temp !== null) return { ...own, temp: batch.temp };
    await checkSealed(batch, sealed);
    if ((await printer.statTemp(temp)) === sealed.zip.bytes) {
      return { ...own, temp: await batches.recordIntent(batch.id, temp) };
    }
    // No intent and yet a manifest: Postgres was set back, and the file may be gone because it was published.
    return (await manifests.stands(own)) ? park(batches, batch.id, 'unknown-manifest') : { kind: 'temp-gone' };
  };
}
