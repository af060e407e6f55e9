import { type ActivityOptions, proxyActivities } from '@temporalio/workflow';
import {
  type CallbackActivities,
  type LettersActivities,
  type PrepareActivities,
  TASK_QUEUES,
  type TransferActivities,
} from '../contract';

/** Activities called as `database.readBatch('What for', { batchId })`: no call without a summary for the Web UI. */
type Summarised<Kind> = {
  readonly [Name in keyof Kind]: Kind[Name] extends (...input: infer Input) => infer Result
    ? (summary: string, ...input: Input) => Result
    : never;
};

function activities<Kind>(options: ActivityOptions): Summarised<Kind> {
  const proxies = proxyActivities<Record<string, (...input: unknown[]) => Promise<unknown>>>(options);
  const get =
    (_: unknown, name: string) =>
    (summary: string, ...input: unknown[]) =>
      proxies[name]?.executeWithOptions({ summary }, input);
  return new Proxy({}, { get }) as Summarised<Kind>;
}

/** A fault passes or a person looks: nothing gives up by count. A minute at most, so that work goes on soon after an outage. */
const untilItWorks = { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' } as const;

/** How long a dead worker may go unnoticed. Every single call of ours has a shorter limit of its own. */
const SILENCE = '1 minute';

type BulkNames =
  | 'claimBatches'
  | 'finishRun'
  | 'markSending'
  | 'readInboundFile'
  | 'applyInboundFile'
  | 'reportInboundFile'
  | 'hintBatches'
  | 'pollPrinter'
  | 'pollResponses'
  | 'eraseLetters'
  | 'eraseZips';
type LookNames =
  | 'checkStillCreated'
  | 'checkPreparing'
  | 'checkTechnicalFailures'
  | 'checkRunStarted'
  | 'checkCalendar'
  | 'closeTickets'
  | 'restartLost'
  | 'retryUnapplied'
  | 'sendVolumes'
  | 'deliverTickets';

/** One short transaction or some hints. A minute: half of it may go by in waiting for a connection of the pool. */
export const database = activities<Omit<LettersActivities, BulkNames | LookNames>>({
  taskQueue: TASK_QUEUES.letters,
  startToCloseTimeout: '1 minute',
  retry: untilItWorks,
});

/**
 * Many transactions of up to 5,000 letters, or whole files of the printer. An hour is for a million lines; what was
 * committed stays done, so a second attempt is short.
 */
export const bulk = activities<Pick<LettersActivities, BulkNames>>({
  taskQueue: TASK_QUEUES.letters,
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: SILENCE,
  retry: untilItWorks,
});

/**
 * A look that comes again in ten minutes: it gives up before, so that the next one starts anew. A minute is for counting
 * a table's index, four for asking Temporal about thousands of batches.
 */
export const look = activities<Pick<LettersActivities, LookNames>>({
  taskQueue: TASK_QUEUES.letters,
  startToCloseTimeout: '4 minutes',
  scheduleToCloseTimeout: '8 minutes',
  retry: untilItWorks,
});

/** A cancelled batch waits for its transfer to end: bytes must not flow for a workflow that is gone. */
const cancellationType = 'WAIT_CANCELLATION_COMPLETED';

/**
 * Up to 2 GB, often over a thin line: hours. It beats while bytes move. Retries thin out to five minutes, so that a
 * printer that is down all night is not pestered.
 */
export const transfer = activities<Pick<TransferActivities, 'sealBatch' | 'uploadTemp'>>({
  taskQueue: TASK_QUEUES.transfer,
  startToCloseTimeout: '6 hours',
  heartbeatTimeout: SILENCE,
  retry: { ...untilItWorks, maximumInterval: '5 minutes' },
  cancellationType,
});

/** Some calls of at most 30 s each, with manifests of 5,000 letters between them. It beats by the clock. */
export const publishing = activities<Pick<TransferActivities, 'publishTemp'>>({
  taskQueue: TASK_QUEUES.transfer,
  startToCloseTimeout: '10 minutes',
  heartbeatTimeout: SILENCE,
  retry: { ...untilItWorks, maximumInterval: '5 minutes' },
  cancellationType,
});

/** Housekeeping that no letter waits for: given up after five tries or half a day in the queue behind uploads. */
export const housekeeping = activities<Pick<TransferActivities, 'cleanTemps'>>({
  taskQueue: TASK_QUEUES.transfer,
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '12 hours',
  retry: { initialInterval: '10 seconds', maximumAttempts: 5 },
  cancellationType,
});

/**
 * A page of 50 letters, each judged or made in a child process within ten seconds of the processor's time, at most a minute
 * by the clock, and they may wait for a child. It beats by the clock.
 */
export const prepare = activities<PrepareActivities>({
  taskQueue: TASK_QUEUES.prepare,
  startToCloseTimeout: '2 hours',
  heartbeatTimeout: SILENCE,
  retry: untilItWorks,
});

/**
 * A page of calls of at most half a minute each, all under way at once. It beats by the clock; an attempt that is lost leaves
 * its callbacks to a later page.
 */
export const callbacks = activities<CallbackActivities>({
  taskQueue: TASK_QUEUES.callbacks,
  startToCloseTimeout: '2 minutes',
  heartbeatTimeout: '30 seconds',
  retry: untilItWorks,
});
