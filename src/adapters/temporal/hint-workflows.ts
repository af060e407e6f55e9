import type { Client } from '@temporalio/client';
import {
  type CallbackDrainInput,
  PREPARE_SHARDS,
  type PrepareDrainInput,
  TASK_QUEUES,
  hintSignal,
  prepareShardOf,
  workflowIds,
  workflowTypes,
} from '../../contract';
import type { BatchId } from '../../domain/batch';
import type { ServiceId } from '../../domain/letter';
import type { Workflows } from '../../ports';
import { callbackDrainOptions } from './callback-drain';
import { within } from './deadlines';
import { type Hints, createHints } from './hints';

const HINT_EVERY_MS = 1_000;
/** A hint that takes longer is worth nothing: its target looks by itself. */
const HINT_MS = 5_000;
const ENSURE_MS = 10_000;
const HINTS_AT_ONCE = 50;

type Hinting = Pick<Workflows, 'hintPrepare' | 'ensurePrepareDrains' | 'hintBatches' | 'hintCallbacks'> & {
  close(): Promise<void>;
};
type Drain = (input: PrepareDrainInput) => Promise<never>;
type CallbackDrain = (input: CallbackDrainInput) => Promise<void>;

/** Hints start a drain that is not there; a batch that is over needs none. */
export function createHinting(client: Client): Hinting {
  const signalDrain = (shard: number) =>
    client.workflow.signalWithStart<Drain>(workflowTypes.prepareDrain, {
      workflowId: workflowIds.prepareDrain(shard),
      taskQueue: TASK_QUEUES.letters,
      args: [{ shard }],
      signal: hintSignal,
      staticSummary: `Prepares the letters of shard ${shard}`,
    });
  const signalBatch = (id: BatchId) => client.workflow.getHandle(workflowIds.letterBatch(id)).signal(hintSignal);

  const signalCallbacks = (id: ServiceId) =>
    client.workflow.signalWithStart<CallbackDrain>(workflowTypes.callbackDrain, {
      ...callbackDrainOptions(id),
      taskQueue: TASK_QUEUES.letters,
      signal: hintSignal,
    });

  const drains = createHints<number>(HINT_EVERY_MS, (shard) => within(client, HINT_MS, () => signalDrain(shard)));
  const batches = createHints<BatchId>(HINT_EVERY_MS, (id) => within(client, HINT_MS, () => signalBatch(id)));

  const callbacks = createHints<ServiceId>(HINT_EVERY_MS, (id) => within(client, HINT_MS, () => signalCallbacks(id)));

  return {
    hintPrepare(id) {
      void drains.send(prepareShardOf(id));
    },
    async ensurePrepareDrains() {
      const shards = Array.from({ length: PREPARE_SHARDS }, (_, shard) => shard);
      await Promise.all(shards.map((shard) => within(client, ENSURE_MS, () => signalDrain(shard))));
    },
    hintBatches: (ids) => inTurns(ids, batches),
    hintCallbacks: (ids) => inTurns(ids, callbacks),
    async close() {
      await Promise.all([drains.close(), batches.close(), callbacks.close()]);
    },
  };
}

async function inTurns<Target>(targets: readonly Target[], hints: Hints<Target>): Promise<void> {
  for (let from = 0; from < targets.length; from += HINTS_AT_ONCE) {
    await Promise.all(targets.slice(from, from + HINTS_AT_ONCE).map((target) => hints.send(target)));
  }
}
