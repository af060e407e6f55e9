import { CancelledFailure } from '@temporalio/activity';
import type { Context } from '@temporalio/activity';
import type { ActivityLog } from './dependencies';
import { asFailure } from './failures';

type Next<Input> = (input: Input) => Promise<unknown>;

/**
 * Logs each activity's name and the milliseconds it took at info, and its name with the error when it failed (domain
 * §11). Also the one door through which errors leave activities, typed by `failures.ts`.
 */
export function createLogInterceptor(log: ActivityLog) {
  return ({ info }: Context) => {
    const activity = {
      activity: info.activityType,
      attempt: info.attempt,
      workflowId: info.workflowExecution?.workflowId,
    };
    return {
      inbound: {
        async execute<Input>(input: Input, next: Next<Input>): Promise<unknown> {
          const startedAt = performance.now();
          const fields = () => ({ ...activity, durationMs: Math.round(performance.now() - startedAt) });
          try {
            const result = await next(input);
            log.info(fields(), 'activity done');
            return result;
          } catch (error) {
            if (error instanceof CancelledFailure) log.info(fields(), 'activity cancelled');
            else log.error({ ...fields(), error: asFailure(error).message }, 'activity failed');
            throw asFailure(error);
          }
        },
      },
    };
  };
}
