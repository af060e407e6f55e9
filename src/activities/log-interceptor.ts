import { CancelledFailure } from '@temporalio/activity';
import type { Context } from '@temporalio/activity';
import type { ActivityLog } from './dependencies';
import { asFailure } from './failures';

/** For metrics. */
export type ActivityEnded = (activity: string, outcome: 'done' | 'cancelled' | 'failed', seconds: number) => void;
type Next<Input> = (input: Input) => Promise<unknown>;

/**
 * Logs each activity's name and the milliseconds it took at info, and its name with the error when it failed (domain
 * §11). Also the one door through which errors leave activities, typed by `failures.ts`.
 */
export function createLogInterceptor(log: ActivityLog, onEnded: ActivityEnded = () => undefined) {
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
          const ended = (outcome: Parameters<ActivityEnded>[1]) => {
            const durationMs = performance.now() - startedAt;
            onEnded(info.activityType, outcome, durationMs / 1000);
            return { ...activity, durationMs: Math.round(durationMs) };
          };
          try {
            const result = await next(input);
            log.info(ended('done'), 'activity done');
            return result;
          } catch (error) {
            if (error instanceof CancelledFailure) log.info(ended('cancelled'), 'activity cancelled');
            else log.error({ ...ended('failed'), error: asFailure(error).message }, 'activity failed');
            throw asFailure(error);
          }
        },
      },
    };
  };
}
