import type { Batch } from '../../domain/batch';
import { sentMarkerKeyOf, zipsSentKeyOf } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import type { Intent } from './manifests';
import { type SealedBatch, readSealed } from './sealed-batch';

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

type Objects = Pick<ActivityDependencies, 'objects'>;
type Sent = Omit<Intent, 'temp'> & { readonly temp: string | null; readonly publishedAt: Date };

/** What the object store keeps of a zip that stands at the printer, and the list of its letters' keys. */
async function keepEvidence(
  { objects }: Objects,
  { day, ...sent }: Sent,
  { zip, letters }: SealedBatch,
): Promise<void> {
  await objects.put(sentMarkerKeyOf(day, sent.batchId), json({ ...sent, zip }), 'application/json');
  const keys = letters.map(({ printKey }) => printKey);
  await objects.put(zipsSentKeyOf(day, zip.zipName), json(keys), 'application/json');
}

/** A batch that an operator adopted has no evidence yet but its row. */
export async function completeEvidence(
  dependencies: Objects & Pick<ActivityDependencies, 'batches'>,
  batch: Batch,
): Promise<void> {
  const { id: batchId, day, temp, publishedAt } = batch;
  if (!publishedAt || (await dependencies.objects.head(sentMarkerKeyOf(day, batchId)))) return;
  await keepEvidence(dependencies, { day, batchId, temp, publishedAt }, await readSealed(dependencies, batch));
}

/**
 * Records that the zip stands at the printer: first in the object store, which survives a Postgres that is set back, then
 * in the row; so a published row always has its marker. A repeat keeps the first instant.
 */
export function createPublishEvidence(dependencies: Pick<ActivityDependencies, 'batches' | 'objects' | 'clock'>) {
  const { batches, objects, clock } = dependencies;
  async function instantOf(markerKey: string): Promise<Date> {
    const marker = await objects.get(markerKey);
    return marker ? new Date((JSON.parse(marker.toString()) as { publishedAt: string }).publishedAt) : clock.now();
  }

  return async (intent: Intent, sealed: SealedBatch): Promise<void> => {
    const publishedAt = await instantOf(sentMarkerKeyOf(intent.day, intent.batchId));
    await keepEvidence(dependencies, { ...intent, publishedAt }, sealed);
    await batches.recordPublished(intent.batchId, publishedAt);
  };
}
