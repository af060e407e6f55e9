import { randomBytes } from 'node:crypto';
import { type Batch, isOver } from '../../domain/batch';
import { tempNameOf, zipKeyOf } from '../../domain/names';
import type { TransferActivities, UploadOutcome } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, isPublished, park, sealedZipOf } from '../batch/batch-row';
import { digestOf, sameDigest } from '../digest';
import { retryLater } from '../failures';
import { type Progress, trackProgress } from '../progress';
import { createSendZip } from './send-zip';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'objects' | 'printer'>;

/**
 * Brings the sealed zip into the printer's staging folder under a name no other attempt has (publish-protocol §2, steps
 * 2–3), and compares what was sent with what was sealed.
 */
export function createUploadTemp(dependencies: Dependencies): TransferActivities['uploadTemp'] {
  const { batches, objects, printer } = dependencies;
  const sendZip = createSendZip(dependencies);

  /** False too when the batch was given up or adopted meanwhile: publishTemp sees it, and removes the file. */
  async function isOnHold({ id }: Batch): Promise<boolean> {
    if (await batches.advance(id, 'sealed', 'uploaded')) return false;
    return (await findBatch(batches, id)).state === 'sealed';
  }

  /** A name that was never handed out. What cannot be removed now is left to cleanTemps. */
  async function discard(temp: string): Promise<UploadOutcome> {
    await printer.removeTemp(temp).catch(() => undefined);
    return { kind: 'held' };
  }

  async function upload(batch: Batch, progress: Progress): Promise<UploadOutcome> {
    const zip = sealedZipOf(batch);
    const key = zipKeyOf(batch.day, zip.zipName);
    if ((await objects.head(key))?.bytes !== zip.bytes) return park(batches, batch.id, 'zip-differs');
    const temp = tempNameOf(batch.id, randomBytes(8).toString('hex'));
    if (await sendZip(key, temp, zip, progress)) {
      return (await isOnHold(batch)) ? discard(temp) : { kind: 'uploaded', temp };
    }
    const stored = await digestOf(await objects.getStream(key), progress.bytes);
    if (!sameDigest(stored, zip)) return park(batches, batch.id, 'zip-differs');
    throw retryLater(`The upload of batch ${batch.id} is not the sealed zip`);
  }

  return async ({ batchId }) => {
    const progress = trackProgress();
    const batch = await findBatch(batches, batchId);
    if (isPublished(batch.state)) return { kind: 'published' };
    if (isOver(batch.state)) return { kind: 'over' };
    if (batch.state === 'sealed' && batch.held) return { kind: 'held' };
    // With an intent the only act left is the rename of that file; whether it is still there is for publishTemp to judge.
    if (batch.temp !== null) return { kind: 'uploaded', temp: batch.temp };
    return upload(batch, progress);
  };
}
