import type { Batch } from '../../domain/batch';
import type { PublishOutcome } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, isPublished, park } from '../batch/batch-row';
import { inDoubt } from '../failures';
import { type Intent, createManifests } from './manifests';
import { type SealedBatch, createSealedCheck } from './sealed-batch';

/** Steps 5–8 of publish-protocol §2: manifest, list, and the one rename. Answers `published` only from evidence. */
export function createRenameTemp(dependencies: Pick<ActivityDependencies, 'batches' | 'objects' | 'printer'>) {
  const { batches, printer } = dependencies;
  const manifests = createManifests(dependencies);
  const checkSealed = createSealedCheck(dependencies);

  const isStaged = async (temp: string) => (await printer.statTemp(temp)) !== undefined;

  /** The recorded file is gone. The row is read after that look: "not issued" then holds for the moment of the look. */
  async function explainGone(intent: Intent): Promise<PublishOutcome> {
    const row = await findBatch(batches, intent.batchId);
    if (isPublished(row.state) || row.acknowledgedAt !== null) return { kind: 'published' };
    if (row.temp === intent.temp && row.renameIssuedAt !== null) return { kind: 'published' };
    // Whoever issues a rename has put the manifest before: without one nobody renamed, and another upload is safe.
    if (await manifests.stands(intent)) return park(batches, intent.batchId, 'temp-gone-before-rename');
    if (await batches.clearIntent(intent.batchId, intent.temp)) return { kind: 'temp-gone' };
    throw inDoubt(`The intent of batch ${intent.batchId} has moved`);
  }

  /** A reply proves nothing either way, only the look after it does. */
  async function rename({ batchId, temp }: Intent, finalName: string): Promise<void> {
    if (!(await batches.issueRename(batchId, temp))) throw inDoubt(`The intent of batch ${batchId} has moved`);
    if (!(await isStaged(temp))) return;
    const fault: unknown = await printer.publish(temp, finalName).catch((error: unknown) => error);
    if (await isStaged(temp)) throw inDoubt(`The rename of batch ${batchId} has not happened yet`, fault);
  }

  return async (batch: Batch, intent: Intent, sealed: SealedBatch): Promise<PublishOutcome> => {
    if (batch.acknowledgedAt !== null) return { kind: 'published' }; // the printer says that it has it
    if (!(await isStaged(intent.temp))) return explainGone(intent);
    await checkSealed(batch, sealed);
    await manifests.put(intent, sealed);
    if (!(await manifests.allKnown(intent))) return park(batches, batch.id, 'unknown-manifest');
    await rename(intent, sealed.zip.zipName);
    return { kind: 'published' };
  };
}
