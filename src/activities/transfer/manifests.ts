import type { BatchId } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import { manifestKeyOf, manifestPrefixOf, parseManifestKey } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import { inDoubt } from '../failures';
import type { SealedBatch } from './sealed-batch';

/** "This batch is published from this staged file", and from no other. */
export interface Intent {
  readonly day: Day;
  readonly batchId: BatchId;
  readonly temp: string;
}

const keyOf = ({ day, batchId, temp }: Intent): string => manifestKeyOf(day, batchId, temp);

/** A pure function of the intent: whoever writes it, however often, writes the same bytes. */
function manifestOf({ batchId, temp }: Intent, { zip, letters }: SealedBatch): Buffer {
  const members = letters.map(({ id, sha256 }) => ({ id, sha256 }));
  return Buffer.from(JSON.stringify({ batchId, temp, zip, letters: members }));
}

/** The intent as the object store tells it, should Postgres be set back (publish-protocol §2, steps 5 and 6). */
export function createManifests({ objects, batches }: Pick<ActivityDependencies, 'objects' | 'batches'>) {
  const stands = async (intent: Intent): Promise<boolean> => (await objects.head(keyOf(intent))) !== undefined;

  /** Never overwrites. */
  async function put(intent: Intent, sealed: SealedBatch): Promise<void> {
    if (await stands(intent)) return;
    await objects.put(keyOf(intent), manifestOf(intent, sealed), 'application/json');
  }

  /**
   * True when Postgres knows each manifest of the day as an intent. A stranger means that Postgres was set back, and its
   * letters may be among these. Throws InDoubt when the own intent no longer stands.
   */
  async function allKnown({ day, batchId, temp }: Intent): Promise<boolean> {
    const listed: ReturnType<typeof parseManifestKey>[] = [];
    for await (const { key } of objects.list(manifestPrefixOf(day))) listed.push(parseManifestKey(key));
    // The list before the intents: each intent is recorded before its manifest is put.
    const intents = await batches.intents(day);
    if (intents.get(batchId) !== temp) throw inDoubt(`The intent of batch ${batchId} has moved`);
    const strangers = listed.filter((manifest) => !manifest || intents.get(manifest.batchId) !== manifest.temp);
    if (strangers.length === 0) return true;
    // What an operator abandoned or adopted can never be renamed any more: a late manifest of it tells nothing new.
    const settled = await batches.settledWithoutIntent(day);
    return strangers.every((manifest) => manifest && settled.has(manifest.batchId));
  }

  return { stands, put, allKnown };
}
