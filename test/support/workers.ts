import type { Client } from '@temporalio/client';
import { Worker } from '@temporalio/worker';
import { type Activities, TASK_QUEUES } from '../../src/contract';
import { eventually } from './eventually';
import type { TestTemporal } from './temporal';

/** A worker a queue, all with the same activities; answers with what stops them. */
export async function startWorkers(temporal: TestTemporal, activities: Activities): Promise<() => Promise<void>> {
  const { nativeConnection: connection, namespace, workflowBundle } = temporal;
  const common = { connection, namespace, identity: 'test', activities };
  const workers = await Promise.all(
    Object.values(TASK_QUEUES).map((taskQueue) =>
      Worker.create({ ...common, taskQueue, ...(taskQueue === TASK_QUEUES.letters && { workflowBundle }) }),
    ),
  );
  const ended = workers.map((worker) => worker.run());
  return async () => {
    for (const worker of workers) worker.shutdown();
    await Promise.all(ended);
  };
}

/** Ends every workflow of the namespace. */
export async function terminateAll(client: Client): Promise<void> {
  await eventually(async () => {
    let running = 0;
    for await (const { workflowId, runId } of client.workflow.list({ query: 'ExecutionStatus = "Running"' })) {
      running += 1;
      const ended = client.workflow.getHandle(workflowId, runId).terminate('the test is over');
      await ended.catch(() => undefined);
    }
    return running === 0;
  });
}
