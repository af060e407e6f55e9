/** Every name on the wire. Workflows in flight and stored schedules know these: renaming here is a migration. */
import { defineSearchAttributeKey } from '@temporalio/common';
import { defineQuery, defineSignal } from '@temporalio/workflow';
import type { BatchId, BatchState, ParkedReason } from './domain/batch';
import type { BatchAct } from './domain/batch-acts';
import type { Day } from './domain/calendar';
import type { ExhaustedCause } from './domain/callback';
import type { LetterId, ServiceId, Sha256 } from './domain/letter';
import type { InboundKind } from './domain/inbound-file';
import type { TicketKind } from './domain/ticket';

export const TASK_QUEUES = {
  letters: 'letters',
  transfer: 'letters-transfer',
  prepare: 'letters-prepare',
  callbacks: 'letters-callbacks',
} as const;
export type TaskQueue = (typeof TASK_QUEUES)[keyof typeof TASK_QUEUES];

export const PREPARE_SHARDS = 4;

/** One shard per letter, by the last hex digit of its id; the table's `shard` column holds the same rule. */
export const prepareShardOf = (id: LetterId): number => Number.parseInt(id.slice(-1), 16) % PREPARE_SHARDS;

export const workflowIds = {
  printRun: (day: Day, runNo: number) => `print-run-${day}-${runNo}`,
  letterBatch: (id: BatchId) => `batch-${id}`,
  inboundFile: (sha256: Sha256) => `inbound-${sha256}`,
  prepareDrain: (shard: number) => `prepare-${shard}`,
  callbackDrain: (serviceId: ServiceId) => `callbacks-${serviceId}`,
  deadlineCheck: (at: string) => `deadline-check-${at}`,
  acknowledgementCheck: (at: string) => `acknowledgement-check-${at}`,
  stuckCheck: (at: string) => `stuck-check-${at}`,
  retention: (at: string) => `retention-${at}`,
} as const;

/** The functions that `workflows/index.ts` exports, by the names that starters and schedules use. */
export const workflowTypes = {
  printRun: 'printRun',
  letterBatch: 'letterBatch',
  inboundFile: 'inboundFile',
  pollPrinter: 'pollPrinter',
  pollResponses: 'pollResponses',
  prepareDrain: 'prepareDrain',
  callbackDrain: 'callbackDrain',
  deadlineCheck: 'deadlineCheck',
  acknowledgementCheck: 'acknowledgementCheck',
  stuckCheck: 'stuckCheck',
  retention: 'retention',
  ticketDelivery: 'ticketDelivery',
} as const;

export const scheduleIds = {
  printRun: 'print-run',
  pollPrinter: 'poll-printer',
  pollResponses: 'poll-responses',
  deadlineCheck: 'deadline-check',
  acknowledgementCheck: 'acknowledgement-check',
  retention: 'retention',
  stuckCheck: 'stuck-check',
  ticketDelivery: 'ticket-delivery',
} as const;

/** Types of `ApplicationFailure`. Workflows branch on these, never on message texts. */
export const failureTypes = {
  /** A permanent refusal: trying again changes nothing. */
  final: 'Final',
  /** Whether it happened is unknown: the next attempt looks before it acts. */
  inDoubt: 'InDoubt',
  /** A fault that passes: tried again. */
  retry: 'Retry',
} as const;

export const searchAttributes = {
  printDay: defineSearchAttributeKey('PrintDay', 'KEYWORD'),
  serviceId: defineSearchAttributeKey('ServiceId', 'KEYWORD'),
  batchState: defineSearchAttributeKey('BatchState', 'KEYWORD'),
  letterCount: defineSearchAttributeKey('LetterCount', 'INT'),
  dueAt: defineSearchAttributeKey('DueAt', 'DATETIME'),
} as const;

/** "A table has changed, look again." Carries nothing: tables are truth. */
export const hintSignal = defineSignal('hint');
/**
 * An operator's acts; who and why go into the history. One with an `actId` stands in the table already and is told; one
 * without was given by hand, in the Web UI or with Temporal's own command line, and is written by the workflow.
 */
export const retrySignal = defineSignal<[OperatorAct]>('retry');
export const actSignals = {
  hold: defineSignal<[OperatorAct]>('hold'),
  release: defineSignal<[OperatorAct]>('release'),
  retry: retrySignal,
  adopt: defineSignal<[OperatorAct]>('adopt'),
  abandon: defineSignal<[OperatorAct]>('abandon'),
} as const satisfies Record<BatchAct, unknown>;
export const batchProgressQuery = defineQuery<BatchProgress>('progress');

export interface OperatorAct {
  readonly actor: string;
  readonly reason: string;
  /** The act's row, where it stands already. */
  readonly actId?: string;
  /** Of `adopt`: when the zip stood at the printer. */
  readonly publishedAt?: string;
}

export interface BatchProgress {
  readonly batchId: BatchId;
  readonly stage: BatchStage;
  readonly since: string;
  readonly waitingFor: string | null;
}

/** What a batch's workflow is doing; finer than the batch's state. */
export type BatchStage =
  | 'zipping'
  | 'uploading'
  | 'publishing'
  | 'marking sending'
  | 'awaiting acknowledgement'
  | 'awaiting response'
  | 'parked'
  | 'over';

/** Instants in inputs and results are ISO 8601 in UTC; durations are milliseconds. */
export interface PrintRunInput {
  /** Given for an operator's run, whose row stands already; the scheduled run takes its day from `TemporalScheduledStartTime`. */
  readonly run?: { readonly day: Day; readonly runNo: number };
  readonly waits?: { readonly preparingMs?: number; readonly preparingPollMs?: number };
  /** Carried over a continue-as-new. */
  readonly resume?: {
    readonly day: Day;
    readonly runNo: number;
    readonly afterPosition: number;
    /** Set once the run's own batches are started: how far the open batches of other runs have been seen to. */
    readonly openAfter?: BatchId | null;
  };
}
export type PrintRunResult =
  | { readonly kind: 'already-run'; readonly day: Day; readonly runNo: number }
  | {
      readonly kind: 'dispatched' | 'nothing-to-do';
      readonly day: Day;
      readonly runNo: number;
      readonly batches: number;
      readonly letters: number;
      readonly leftBehind: number;
    };

export interface LetterBatchInput {
  readonly batchId: BatchId;
  readonly waits?: { readonly transferTicketMs?: number };
}
export type LetterBatchResult =
  | { readonly kind: 'closed'; readonly letters: number }
  | { readonly kind: 'closed with letters outstanding'; readonly letters: number; readonly outstanding: number }
  | { readonly kind: 'empty' | 'abandoned' };

export interface InboundFileInput {
  readonly sha256: Sha256;
}
export type InboundFileResult =
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'applied'; readonly file: InboundKind; readonly counts: Readonly<Record<string, number>> };

/** Where the printer's files come in by themselves: its outbox, and the response prefix of our bucket. */
export type PollSource = 'printer' | 'responses';

export interface PollInput {
  readonly waits?: { readonly ticketMs?: number };
}

/** How many files of the printer wait to be applied. */
export interface PollResult {
  readonly files: number;
}

export interface PrepareDrainInput {
  readonly shard: number;
  readonly waits?: { readonly idleMs?: number };
}

export interface CallbackDrainInput {
  readonly serviceId: ServiceId;
}
/** What a page of callbacks came to; `failed` ones are tried again, `exhausted` ones are not. */
export interface CallbackPageResult {
  readonly delivered: number;
  readonly failed: number;
  readonly exhausted: number;
}

export interface CheckInput {
  /** The check's own instant; a scheduled check takes it from `TemporalScheduledStartTime`. */
  readonly at?: string;
}
export type CheckResult =
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'clear' }
  | { readonly kind: 'ticket'; readonly count: number; readonly subject: string };

/** Tickets that one look opened and closed. */
export interface LookResult {
  readonly opened: number;
  readonly closed: number;
}
export interface StuckCheckResult extends LookResult {
  /** Workflows of batches and drains that were started again. */
  readonly restarted: number;
}
export interface RetentionResult {
  readonly letters: number;
  readonly zips: number;
}
export interface TicketDeliveryResult {
  readonly delivered: number;
  readonly failed: number;
}

/** What the workflow needs to know of a batch's row. */
export interface BatchSnapshot {
  readonly batchId: BatchId;
  readonly serviceId: string;
  readonly day: Day;
  readonly state: BatchState;
  readonly held: boolean;
  readonly parkedReason: ParkedReason | null;
  readonly letters: number;
  readonly bytes: number;
  readonly zipName: string | null;
  readonly publishedAt: string | null;
  readonly acknowledgedAt: string | null;
  /** Letters of the batch still `sending`. */
  readonly outstanding: number;
  /** 16:30 London on the working day after publishing; null before. */
  readonly dueAt: string | null;
  /** Missing in histories of 0.1.0. */
  readonly lastAct?: LastAct | null;
}

/** An operator's last act on a batch. */
export interface LastAct {
  readonly act: BatchAct;
  readonly actor: string;
  readonly reason: string;
  readonly at: string;
}

export type SealOutcome = { readonly kind: 'sealed' | 'empty' | 'over' } | Parked;
export type UploadOutcome =
  | { readonly kind: 'uploaded'; readonly temp: string }
  /** `held`: an operator held the batch meanwhile; nothing stays at the printer. */
  | { readonly kind: 'published' | 'over' | 'held' }
  | Parked;
export type PublishOutcome = { readonly kind: 'published' | 'temp-gone' | 'over' } | Parked;
export interface Parked {
  readonly kind: 'parked';
  readonly reason: ParkedReason;
}

/** Activities on the queue `letters`: short database work and looks at the printer's outbox. */
export interface LettersActivities {
  /** Inserts the scheduled run of the instant's London day, or finds its own. */
  openRun(input: { scheduledAt: string; owner: string }): Promise<{ kind: 'own' | 'other'; day: Day; runNo: number }>;
  /** Letters of the run's cut-off that still wait for *prepare*. */
  countPreparing(input: { day: Day; runNo: number }): Promise<number>;
  /** The next batches of the run, stored ones first, at most 50; empty when no letter is left. */
  claimBatches(input: {
    day: Day;
    runNo: number;
    afterPosition: number;
  }): Promise<{ batchIds: BatchId[]; lastPosition: number }>;
  /** Closes the run, tickets letters left behind, and says what it took. */
  finishRun(input: { day: Day; runNo: number }): Promise<{ batches: number; letters: number; leftBehind: number }>;
  /** A page of batches of any run that are not over, at most 100. */
  openBatches(input: { after: BatchId | null }): Promise<BatchId[]>;
  readBatch(input: { batchId: BatchId }): Promise<BatchSnapshot>;
  /** Letters → `sending`, in chunks, until none is left; then the batch → `sent`. */
  markSending(input: { batchId: BatchId }): Promise<{ kind: 'sent' } | Parked>;
  /** Moves the row on to what its acknowledgement and answers say, and reads it. */
  settleBatch(input: { batchId: BatchId }): Promise<BatchSnapshot>;
  closeBatch(input: { batchId: BatchId }): Promise<BatchSnapshot>;
  /** Writes an act that was given by signal, once for its id; a refused one says why. */
  actOnBatch(input: {
    batchId: BatchId;
    act: BatchAct;
    note: OperatorAct & { readonly actId: string };
  }): Promise<{ kind: 'done' } | { kind: 'refused'; why: string }>;
  /** Opens the ticket of a step that waits for a person; with a reason, the row says first that it is parked. */
  raiseBatchTicket(input: {
    batchId: BatchId;
    kind: BatchTicketKind;
    detail: string;
    reason?: ParkedReason;
  }): Promise<void>;
  /** Closes it: the step went on. */
  resolveBatchTicket(input: { batchId: BatchId; kind: BatchTicketKind }): Promise<void>;
  /** Reads the whole raw file into lines, or refuses it with its ticket. */
  readInboundFile(input: {
    sha256: Sha256;
  }): Promise<{ kind: 'readable'; file: InboundKind; lines: number } | { kind: 'refused'; reason: string }>;
  applyInboundFile(input: { sha256: Sha256 }): Promise<{ counts: Record<string, number> }>;
  /** Opens the tickets of an applied file: failed letters, unknown references, conflicting lines. */
  reportInboundFile(input: { sha256: Sha256 }): Promise<void>;
  /**
   * Tries lines again that stayed unapplied, at most 10,000 that were last tried before the instant, the longest untried
   * first; then tells people and batches of what that brought. `more` when others still wait for their turn.
   */
  retryUnapplied(input: { at: string }): Promise<{ tried: number; applied: number; more: boolean }>;
  /** Hints the workflows of the batches whose letters the file answered. */
  hintBatches(input: { sha256: Sha256 }): Promise<void>;
  /** Looks into the outbox, keeps what is new and settled, and names the files that wait to be applied, at most 100. */
  pollPrinter(): Promise<{ files: Sha256[] }>;
  /** The same for objects under the response prefix. */
  pollResponses(): Promise<{ files: Sha256[] }>;
  /** Opens the ticket of a poll that has failed for so long. */
  raisePollTicket(input: { source: PollSource; minutes: number }): Promise<void>;
  checkDeadline(input: { at: string }): Promise<CheckResult>;
  checkAcknowledgements(input: { at: string }): Promise<CheckResult>;
  /** Letters `created` though the night of their run is over. */
  checkStillCreated(input: { at: string }): Promise<LookResult>;
  checkPreparing(input: { at: string }): Promise<LookResult>;
  /** Technical failures that no ticket names. */
  checkTechnicalFailures(input: { at: string }): Promise<LookResult>;
  checkRunStarted(input: { at: string }): Promise<LookResult>;
  checkCalendar(input: { at: string }): Promise<LookResult>;
  /** Closes the tickets whose cause is gone and that nobody else closes. */
  closeTickets(): Promise<LookResult>;
  /** Starts the workflows of open batches, and the drains, that do not run. */
  restartLost(): Promise<{ batches: number; drains: number }>;
  /** Tells the printer the volumes of runs that are sealed. */
  sendVolumes(input: { at: string }): Promise<{ sent: number }>;
  /** How many pages of the service's callbacks to send now, and how long until one is due; null when none waits. */
  lookForCallbacks(input: { serviceId: ServiceId }): Promise<{ pages: number; waitMs: number | null }>;
  /** Tells tickets to the sinks outside, as far as they are due. */
  deliverTickets(): Promise<TicketDeliveryResult>;
  /** Erases every copy of letters whose retention is over at the instant. */
  eraseLetters(input: { at: string }): Promise<{ letters: number }>;
  /** Erases zips of which no letter is left. */
  eraseZips(): Promise<{ zips: number }>;
}
export type BatchTicketKind = Extract<TicketKind, 'batch-parked' | 'transfer-failing'>;

/** Activities on the queue `letters-transfer`: zips and the printer, few at a time. */
export interface TransferActivities {
  sealBatch(input: { batchId: BatchId }): Promise<SealOutcome>;
  uploadTemp(input: { batchId: BatchId }): Promise<UploadOutcome>;
  publishTemp(input: { batchId: BatchId; temp: string }): Promise<PublishOutcome>;
  /** Removes the batch's staged files but the recorded one; only once it is sent. */
  cleanTemps(input: { batchId: BatchId }): Promise<void>;
}

/** Activities on the queue `letters-prepare`. */
export interface PrepareActivities {
  /** Prepares the shard's next page; `more` when the page was full. */
  prepareLetters(input: { shard: number }): Promise<{ prepared: number; more: boolean }>;
}

/** Activities on the queue `letters-callbacks`. */
export interface CallbackActivities {
  /** Sends the next page of the service's callbacks that are due. */
  sendCallbacks(input: { serviceId: ServiceId }): Promise<CallbackPageResult>;
}

export type Activities = LettersActivities & TransferActivities & PrepareActivities & CallbackActivities;

/** Keys of tickets: one open ticket per cause. */
export const ticketKeys = {
  lettersFailed: (sha256: Sha256) => `letters-failed:${sha256}`,
  lettersFailedLater: (sha256: Sha256, since: Date) => `letters-failed:${sha256}:${since.toISOString()}`,
  stillSending: (firstDay: Day) => `still-sending:${firstDay}`,
  notAcknowledged: (day: Day) => `not-acknowledged:${day}`,
  letterDropped: (batchId: BatchId) => `letter-dropped:${batchId}`,
  letterUnpreparable: (id: LetterId) => `letter-unpreparable:${id}`,
  leftBehind: (day: Day, runNo: number) => `left-behind:${day}.${runNo}`,
  batch: (kind: BatchTicketKind, batchId: BatchId) => `${kind}:${batchId}`,
  inboundRefused: (sha256: Sha256) => `inbound-refused:${sha256}`,
  inboundUnapplied: (sha256: Sha256) => `inbound-unapplied:${sha256}`,
  inboundConflicting: (sha256: Sha256) => `inbound-conflicting:${sha256}`,
  inboundNameReused: (name: string) => `inbound-name-reused:${name}`,
  acknowledgementUnreadable: (sha256: Sha256) => `acknowledgement-unreadable:${sha256}`,
  acknowledgedWithoutIntent: (batchId: BatchId) => `acknowledged-without-intent:${batchId}`,
  stillCreated: (day: Day) => `letters-still-created:${day}`,
  notPrepared: 'letters-not-prepared',
  technicalFailure: (at: string) => `letters-technical-failure:${at}`,
  runMissing: (day: Day) => `print-run-missing:${day}`,
  calendarEnding: (lastKnown: Day) => `calendar-ending:${lastKnown}`,
  unexpectedFile: (name: string) => `unexpected-file:${name}`,
  pollFailing: (source: PollSource) => `poll-failing:${source}`,
  callbacksExhausted: (serviceId: ServiceId, cause: ExhaustedCause) => `callbacks-exhausted:${serviceId}.${cause}`,
  callbacksStopped: (serviceId: ServiceId) => `callbacks-stopped:${serviceId}`,
  volumesNotSent: (day: Day, runNo: number) => `volumes-not-sent:${day}.${runNo}`,
} as const;
