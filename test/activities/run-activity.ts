import { Context, type Info, asyncLocalStorage } from '@temporalio/activity';
import { noopMetricMeter } from '@temporalio/common';
import { DefaultLogger } from '@temporalio/worker';

export interface ActivityRun {
  /** Each heartbeat's details, in order. */
  readonly heartbeats?: unknown[];
  /** Ends the activity as Temporal does when it is cancelled or timed out. */
  readonly signal?: AbortSignal;
  readonly info?: Partial<Info>;
}

const INFO = {
  taskToken: new Uint8Array(),
  base64TaskToken: '',
  activityId: '1',
  activityType: 'activity',
  attempt: 1,
  isLocal: false,
  scheduledTimestampMs: 0,
  scheduleToCloseTimeoutMs: 0,
  startToCloseTimeoutMs: 0,
  currentAttemptScheduledTimestampMs: 0,
  heartbeatDetails: undefined,
  taskQueue: 'test',
  namespace: 'test',
  inWorkflow: true,
} satisfies Partial<Info>;

/** The context that a worker gives an activity; the SDK's own testing package is not needed for so little. */
export function activityContext({ heartbeats = [], signal, info }: ActivityRun = {}): Context {
  const never = new Promise<never>(() => undefined);
  return new Context(
    { ...INFO, ...info } as Info,
    never,
    signal ?? new AbortController().signal,
    (details) => void heartbeats.push(details),
    undefined,
    new DefaultLogger('ERROR'),
    noopMetricMeter,
    {},
  );
}

/** Runs an activity as a worker does. */
export const runActivity = <Result>(activity: () => Promise<Result>, run?: ActivityRun): Promise<Result> =>
  asyncLocalStorage.run(activityContext(run), activity);
