import { DefaultLogger, type LogEntry, Runtime } from '@temporalio/worker';
import type { Logger } from '../log';

const LEVELS = { TRACE: 'debug', DEBUG: 'debug', INFO: 'info', WARN: 'warn', ERROR: 'error' } as const;

function forward(log: Logger) {
  return ({ level, message, meta }: LogEntry) => {
    const { error, workflowId, taskQueue, activityType } = meta ?? {};
    log[LEVELS[level]](
      {
        err: error as unknown,
        workflowId: workflowId as unknown,
        taskQueue: taskQueue as unknown,
        activity: activityType as unknown,
      },
      message,
    );
  };
}

/**
 * Once per process, before anything else of the SDK: its lines go to our logger, its metrics to a port of their own.
 * Warnings and errors only: activities and processes log their own lines.
 */
export function installRuntime(log: Logger, metricsAddress: string | null): void {
  Runtime.install({
    logger: new DefaultLogger('WARN', forward(log)),
    telemetryOptions: {
      logging: { filter: { core: 'WARN', other: 'ERROR' }, forward: {} },
      ...(metricsAddress !== null && {
        metrics: {
          prometheus: {
            bindAddress: metricsAddress,
            countersTotalSuffix: true,
            unitSuffix: true,
            useSecondsForDurations: true,
          },
        },
      }),
    },
  });
}
