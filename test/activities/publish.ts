import type { Activities } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import { run } from './world';

/** Goes on with a sealed batch as its workflow does: upload and publish until it is published, over, or a person is needed. */
export async function sendUntilDone(
  activities: Activities,
  batchId: BatchId,
): Promise<'published' | 'parked' | 'over' | 'held'> {
  for (let turn = 0; turn < 5; turn += 1) {
    const upload = await run(activities, 'uploadTemp', { batchId });
    if (upload.kind !== 'uploaded') return upload.kind;
    const publishing = await run(activities, 'publishTemp', { batchId, temp: upload.temp });
    if (publishing.kind !== 'temp-gone') return publishing.kind;
  }
  throw new Error(`batch ${batchId} was not published in 5 turns`);
}
