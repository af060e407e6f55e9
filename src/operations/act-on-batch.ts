import { randomUUID } from 'node:crypto';
import type { BatchId } from '../domain/batch';
import { ABANDON_WITH_MANIFEST, type BatchAct, type RecordedAct, parseActNote } from '../domain/batch-acts';
import { manifestPrefixOf } from '../domain/names';
import type { Batch } from '../domain/batch';
import type { BatchStore, Clock, ObjectStore, Workflows } from '../ports';

export interface ActDependencies {
  readonly batches: BatchStore;
  readonly objects: ObjectStore;
  readonly workflows: Workflows;
  readonly clock: Clock;
}

export interface ActRequest {
  readonly batchId: BatchId;
  readonly act: BatchAct;
  readonly actor: string;
  readonly reason: string;
  readonly publishedAt?: Date | undefined;
}

export type ActOutcome =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'refused'; readonly why: string }
  /** `told` false: the row stands, and Temporal is away. */
  | { readonly kind: 'done'; readonly batch: Batch; readonly told: boolean };

async function hasManifest(objects: ObjectStore, prefix: string): Promise<boolean> {
  for await (const _ of objects.list(prefix)) return true;
  return false;
}

const isTold = (workflows: Workflows, recorded: RecordedAct): Promise<boolean> =>
  workflows.tellBatch(recorded).then(
    () => true,
    () => false,
  );

/** The row first, then the workflow: an act that Temporal could not be told of stands, and is taken up with the next word. */
export async function actOnBatch(request: ActRequest, deps: ActDependencies): Promise<ActOutcome> {
  const { batches, objects, workflows, clock } = deps;
  const { batchId, act, publishedAt } = request;
  const note = parseActNote({ actor: request.actor, reason: request.reason });
  if (!note.ok) return { kind: 'refused', why: note.error };
  const standing = await batches.find(batchId);
  if (!standing) return { kind: 'unknown' };
  if (act === 'abandon' && (await hasManifest(objects, manifestPrefixOf(standing.day, batchId)))) {
    return { kind: 'refused', why: ABANDON_WITH_MANIFEST };
  }
  const { actor, reason } = note.value;
  const order = { id: randomUUID(), batchId, act, actor, reason, at: clock.now(), publishedAt };
  const outcome = await batches.act(order);
  if (outcome?.kind === 'refused') return outcome;
  const told = await isTold(workflows, order);
  return { kind: 'done', batch: (await batches.find(batchId)) ?? standing, told };
}

/** What to do where Temporal could not be told. */
export const untoldAdvice = (batchId: BatchId): string =>
  `The act stands, but Temporal could not be told: its batch goes on with the next look, or with \`postroom batch retry ${batchId}\`.`;
