import type { Client } from '@temporalio/client';
import {
  PREPARE_SHARDS,
  type PrepareDrainInput,
  TASK_QUEUES,
  hintSignal,
  prepareShardOf,
  workflowIds,
  workflowTypes,
} from '../../contract';
import type { BatchId } from '../../domain/batch';
import type { Workflows } from '../../ports';
import { within } from './deadlines';
import { createHints } from './hints';

const HINT_EVERY_MS = 1_000;
/** A hint that takes longer is worth nothing: its target looks by itself. */
const HINT_MS = 5_000;
const ENSURE_MS = 10_000;
const HINTS_AT_ONCE = 50;

type Hinting = Pick<Workflows, 'hintPrepare' | 'ensurePrepareDrains' | 'hintBatches'> & { close(): Promise<void> };
type Drain = (input: PrepareDrainInput) => Promise<never>;

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

  const drains = createHints<number>(HINT_EVERY_MS, (shard) => within(client, HINT_MS, () => signalDrain(shard)));
  const batches = createHints<BatchId>(HINT_EVERY_MS, (id) => within(client, HINT_MS, () => signalBatch(id)));

  return {
    hintPrepare(id) {
      void drains.send(prepareShardOf(id));
    },
    async ensurePrepareDrains() {
      const shards = Array.from({ length: PREPARE_SHARDS }, (_, shard) => shard);
      await Promise.all(shards.map((shard) => within(client, ENSURE_MS, () => signalDrain(shard))));
    },
    async hintBatches(ids) {
      for (let from = 0; from < ids.length; from += HINTS_AT_ONCE) {
        await Promise.all(ids.slice(from, from + HINTS_AT_ONCE).map((id) => batches.send(id)));
      }
    },
    async close() {
      await Promise.all([drains.close(), batches.close()]);
    },
  };
}
