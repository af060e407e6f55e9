import { isOver } from '../../domain/batch';
import type { PublishOutcome, TransferActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, isPublished } from '../batch/batch-row';
import { finalFailure } from '../failures';
import { beatingWhile } from '../progress';
import { createPublishEvidence } from './publish-evidence';
import { createRecordIntent } from './record-intent';
import { createRenameTemp } from './rename-temp';
import { readSealed } from './sealed-batch';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'objects' | 'printer' | 'clock'>;

/**
 * Makes the staged zip appear at the printer exactly once (publish-protocol §2, steps 3–8; modelled in
 * test/publish-model). The only act is the rename of one recorded file, which can succeed once however many attempts,
 * zombies or late packets ask for it. That file is the witness: gone after its rename was issued means published.
 */
export function createPublishTemp(dependencies: Dependencies): TransferActivities['publishTemp'] {
  const { batches, printer } = dependencies;
  const recordIntent = createRecordIntent(dependencies);
  const renameTemp = createRenameTemp(dependencies);
  const recordEvidence = createPublishEvidence(dependencies);

  /** An abandoned batch takes no intent any more, so its file is litter. */
  async function giveUp(temp: string): Promise<PublishOutcome> {
    await printer.removeTemp(temp).catch(() => undefined);
    return { kind: 'over' };
  }

  const publish: TransferActivities['publishTemp'] = async ({ batchId, temp }) => {
    const batch = await findBatch(batches, batchId);
    if (isPublished(batch.state)) return { kind: 'published' };
    if (isOver(batch.state)) return giveUp(temp);
    if (batch.state !== 'uploaded') throw finalFailure(`Batch ${batchId} is ${batch.state}: nothing to publish`);
    const sealed = await readSealed(dependencies, batch);
    const intent = await recordIntent(batch, temp, sealed);
    if ('kind' in intent) return intent;
    const outcome = await renameTemp(batch, intent, sealed);
    if (outcome.kind === 'published') await recordEvidence(intent, sealed);
    return outcome;
  };
  return (input) => beatingWhile(() => publish(input));
}
