import { setTimeout as delay } from 'node:timers/promises';
import { loadClientConnectConfig } from '@temporalio/envconfig';
import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import {
  createCallbackActivities,
  createLettersActivities,
  createPrepareActivities,
  createTransferActivities,
} from '../activities';
import type { ActivityDependencies } from '../activities/dependencies';
import { createLogInterceptor } from '../activities/log-interceptor';
import type { Config } from '../config';
import { TASK_QUEUES, type TaskQueue } from '../contract';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';

const CONNECT_AGAIN_MS = 2_000;
/** A deploy must neither cut a transfer short nor wait for ever: the grace covers most zips, the force ends a hung call. */
const SHUTDOWN = { shutdownGraceTime: '60s', shutdownForceTime: '75s' } as const;
/** Short database work: the pool of connections is the real limit. */
const LETTERS_SLOTS = 20;
/** Cached workflows weigh about 1 MB each. */
const CACHED_WORKFLOWS = 500;

/** Temporal may start after us: a worker that gave up, or lived on without a poller, would be worse than one that waits. */
export async function connectToTemporal(log: Logger): Promise<{ connection: NativeConnection; namespace: string }> {
  const { connectionOptions, namespace } = loadClientConnectConfig();
  for (;;) {
    try {
      return { connection: await NativeConnection.connect(connectionOptions), namespace: namespace ?? 'default' };
    } catch (error) {
      log.warn({ err: error }, 'Temporal does not answer yet');
      await delay(CONNECT_AGAIN_MS);
    }
  }
}

/** What each queue's worker runs and how much of it at a time. */
function optionsOf(
  queue: TaskQueue,
  settings: Config['worker'],
  dependencies: ActivityDependencies,
): Partial<WorkerOptions> {
  switch (queue) {
    case TASK_QUEUES.letters:
      return {
        workflowsPath: require.resolve('../workflows'),
        maxCachedWorkflows: CACHED_WORKFLOWS,
        activities: createLettersActivities(dependencies),
        maxConcurrentActivityTaskExecutions: LETTERS_SLOTS,
      };
    case TASK_QUEUES.transfer:
      return {
        activities: createTransferActivities(dependencies),
        maxConcurrentActivityTaskExecutions: settings.transferSlots,
      };
    case TASK_QUEUES.prepare:
      return {
        activities: createPrepareActivities(dependencies),
        maxConcurrentActivityTaskExecutions: settings.prepareSlots,
      };
    case TASK_QUEUES.callbacks:
      return {
        activities: createCallbackActivities(dependencies),
        maxConcurrentActivityTaskExecutions: settings.callbackSlots,
      };
  }
}

/** One worker a queue, all on one connection; `more` goes over our own options. */
export function createWorkers(
  { connection, namespace }: { connection: NativeConnection; namespace: string },
  settings: Config['worker'],
  dependencies: ActivityDependencies,
  metrics: Metrics,
  more: Partial<WorkerOptions> = {},
): Promise<Worker[]> {
  const interceptor = createLogInterceptor(dependencies.log, (activity, outcome, seconds) =>
    metrics.activitySeconds.observe({ activity, outcome }, seconds),
  );
  const create = (taskQueue: TaskQueue) =>
    Worker.create({
      connection,
      namespace,
      taskQueue,
      interceptors: { activity: [interceptor] },
      ...SHUTDOWN,
      ...optionsOf(taskQueue, settings, dependencies),
      ...more,
    });
  return Promise.all(settings.queues.map(create));
}
