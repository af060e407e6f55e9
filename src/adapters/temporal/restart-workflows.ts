import { type Client, WorkflowNotFoundError, type WorkflowStartOptions } from '@temporalio/client';
import {
  type LetterBatchInput,
  PREPARE_SHARDS,
  TASK_QUEUES,
  batchProgressQuery,
  searchAttributes,
  workflowIds,
  workflowTypes,
} from '../../contract';
import { type BatchId, parseBatchId } from '../../domain/batch';
import type { ServiceId } from '../../domain/letter';
import type { Workflows } from '../../ports';
import { callbackDrainOptions } from './callback-drain';
import { within } from './deadlines';

type Restarts = Pick<Workflows, 'restartBatches' | 'restartPrepareDrains' | 'restartCallbackDrains' | 'stageOfBatch'>;

const CALL_MS = 10_000;
/** Thousands of running batches are listed in pages. */
const LIST_MS = 60_000;
const RUNNING_BATCHES = `WorkflowType = '${workflowTypes.letterBatch}' AND ExecutionStatus = 'Running'`;

async function isRunning(client: Client, workflowId: string): Promise<boolean> {
  try {
    const { status } = await within(client, CALL_MS, () => client.workflow.getHandle(workflowId).describe());
    return status.name === 'RUNNING';
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
}

const listRunning = (client: Client): Promise<ReadonlySet<string>> =>
  within(client, LIST_MS, async () => {
    const running = new Set<string>();
    for await (const { workflowId } of client.workflow.list({ query: RUNNING_BATCHES })) running.add(workflowId);
    return running;
  });

/** One that runs by now is as good as one that was started. */
async function start(client: Client, type: string, options: Omit<WorkflowStartOptions, 'taskQueue'>): Promise<void> {
  const asked = { ...options, taskQueue: TASK_QUEUES.letters, workflowIdConflictPolicy: 'USE_EXISTING' } as const;
  await within(client, CALL_MS, () => client.workflow.start(type, asked));
}

function startBatch(client: Client, batchId: BatchId): Promise<void> {
  const identity = parseBatchId(batchId);
  return start(client, workflowTypes.letterBatch, {
    workflowId: workflowIds.letterBatch(batchId),
    args: [{ batchId } satisfies LetterBatchInput],
    staticSummary: identity ? `${identity.postage} letters of ${identity.day}, zip ${identity.number}` : 'A batch',
    typedSearchAttributes: identity
      ? [
          { key: searchAttributes.printDay, value: identity.day },
          { key: searchAttributes.serviceId, value: identity.serviceId },
        ]
      : [],
  });
}

async function restartCallbackDrains(client: Client, ids: readonly ServiceId[]): Promise<number> {
  let started = 0;
  for (const id of ids) {
    const options = callbackDrainOptions(id);
    if (await isRunning(client, options.workflowId)) continue;
    await start(client, workflowTypes.callbackDrain, options);
    started += 1;
  }
  return started;
}

/**
 * Starts again what should run and does not. The listing may lag behind by seconds, so that each workflow it misses is
 * asked for by its id.
 */
export function createRestarts(client: Client): Restarts {
  return {
    async restartBatches(ids) {
      const started: BatchId[] = [];
      const running = await listRunning(client);
      for (const id of ids) {
        const workflowId = workflowIds.letterBatch(id);
        if (running.has(workflowId) || (await isRunning(client, workflowId))) continue;
        await startBatch(client, id);
        started.push(id);
      }
      return started;
    },
    async restartPrepareDrains() {
      let started = 0;
      for (let shard = 0; shard < PREPARE_SHARDS; shard += 1) {
        const workflowId = workflowIds.prepareDrain(shard);
        if (await isRunning(client, workflowId)) continue;
        const staticSummary = `Prepares the letters of shard ${shard}`;
        await start(client, workflowTypes.prepareDrain, { workflowId, args: [{ shard }], staticSummary });
        started += 1;
      }
      return started;
    },
    restartCallbackDrains: (ids) => restartCallbackDrains(client, ids),
    async stageOfBatch(id) {
      const workflowId = workflowIds.letterBatch(id);
      if (!(await isRunning(client, workflowId))) return undefined;
      const ask = () => client.workflow.getHandle(workflowId).query(batchProgressQuery);
      return (await within(client, CALL_MS, ask)).stage;
    },
  };
}
