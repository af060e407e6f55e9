import { sentMarkerKeyOf, zipsSentKeyOf } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import type { Intent } from './manifests';
import type { SealedBatch } from './sealed-batch';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'objects' | 'clock'>;

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

/**
 * Records that the zip stands at the printer: first in the object store, which survives a Postgres that is set back, then
 * in the row; so a published row always has its marker. A repeat keeps the first instant.
 */
export function createPublishEvidence({ batches, objects, clock }: Dependencies) {
  async function instantOf(markerKey: string): Promise<Date> {
    const marker = await objects.get(markerKey);
    return marker ? new Date((JSON.parse(marker.toString()) as { publishedAt: string }).publishedAt) : clock.now();
  }

  return async ({ day, batchId, temp }: Intent, { zip, letters }: SealedBatch): Promise<void> => {
    const markerKey = sentMarkerKeyOf(day, batchId);
    const publishedAt = await instantOf(markerKey);
    await objects.put(markerKey, json({ batchId, temp, zip, publishedAt }), 'application/json');
    const keys = letters.map(({ printKey }) => printKey);
    await objects.put(zipsSentKeyOf(day, zip.zipName), json(keys), 'application/json');
    await batches.recordPublished(batchId, publishedAt);
  };
}
