import type { WorkflowHandle } from '@temporalio/client';
import { Runtime, Worker } from '@temporalio/worker';
import { type Activities, TASK_QUEUES, batchProgressQuery, workflowIds } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import type { letterBatch } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { type TestTemporal, connectTemporal } from '../support/temporal';
import { startWorkers, terminateAll } from '../support/workers';
import { type Story, createStory } from './story';

export type BatchHandle = WorkflowHandle<typeof letterBatch>;
export type World = Awaited<ReturnType<typeof openWorld>>;

/** A real Temporal server, with a worker a queue. Their activities are those of the story that is being told. */
export async function openWorld(server?: TestTemporal) {
  const temporal = server ?? (await connectTemporal());
  const { client, workflowBundle } = temporal;
  let story: Story = createStory();
  let since = new Date();
  let stopWorkers = await startWorkers(temporal, toldActivities());

  function toldActivities(): Activities {
    const names = Object.keys(story.activities) as (keyof Activities)[];
    const told = (name: keyof Activities) => (input: never) => story.activities[name](input);
    return Object.fromEntries(names.map((name) => [name, told(name)])) as unknown as Activities;
  }

  return {
    ...temporal,
    tell(): Story {
      story = createStory();
      since = new Date();
      return story;
    },
    /** Ends what the story left running, and replays all of it: no workflow may have changed its mind. */
    async endStory(): Promise<void> {
      await terminateAll(client); // the next one's workers would take it up
      story.letAllGo();
      const histories = client.workflow.list({ query: `StartTime >= "${since.toISOString()}"` }).intoHistories();
      for await (const { workflowId, error } of Worker.runReplayHistories({ workflowBundle }, histories)) {
        if (error) throw new Error(`${workflowId} cannot be replayed`, { cause: error });
      }
    },
    async exchangeWorkers(meanwhile: () => Promise<void>): Promise<void> {
      await stopWorkers();
      await meanwhile();
      stopWorkers = await startWorkers(temporal, toldActivities());
    },
    startBatch: (batchId: BatchId, waits?: { readonly transferTicketMs?: number }): Promise<BatchHandle> =>
      client.workflow.start<typeof letterBatch>('letterBatch', {
        workflowId: workflowIds.letterBatch(batchId),
        taskQueue: TASK_QUEUES.letters,
        args: [{ batchId, ...(waits && { waits }) }],
      }),
    async close(): Promise<void> {
      await stopWorkers();
      await temporal.close();
      await Runtime.instance().shutdown();
    },
  };
}

/** Waits until a batch shows that stage. */
export const showsStage = (handle: BatchHandle, stage: string) =>
  eventually(async () => (await handle.query(batchProgressQuery)).stage === stage);
