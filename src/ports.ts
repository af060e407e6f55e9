import type { Readable } from 'node:stream';
import type { AcknowledgementLine } from './domain/acknowledgement-file';
import type { Batch, BatchId, BatchState, ParkedReason, SealedZip } from './domain/batch';
import type { BatchActOrder, RecordedAct } from './domain/batch-acts';
import type { Calendar, Day } from './domain/calendar';
import type {
  CallbackEndpoint,
  CallbackLook,
  CallbackOutcome,
  CallbackLease,
  CallbackPage,
  CallbackStanding,
  ExhaustedCause,
  ReplayScope,
} from './domain/callback';
import type { CallbackMessage } from './domain/callback-message';
import type { CallbackAnswer } from './domain/callback-retry';
import type { BatchLimits } from './domain/grouping';
import type { Hold, HoldScope } from './domain/hold';
import type {
  FoundAddress,
  KeyKind,
  Letter,
  LetterEvent,
  LetterId,
  LetterStatus,
  LetterToPrint,
  NewLetter,
  PendingLetter,
  PreparedPdf,
  Reference,
  ServiceId,
  Sha256,
  TemplateId,
} from './domain/letter';
import type {
  AppliedLines,
  InboundFile,
  InboundSummary,
  NewInboundFile,
  RetriedFile,
  RetriedLines,
} from './domain/inbound-file';
import type { InspectedAs, Inspection, RefusedPdf } from './domain/inspection';
import type { HolidayList } from './domain/holiday-list';
import type { Footer } from './domain/footer';
import type { Logo } from './domain/logo';
import type { LetterToRender, Rendering } from './domain/rendering';
import type { Result } from './domain/result';
import type { NumberedResponseLine, SortedCounts } from './domain/response-file';
import type { PrintRun, PrintRunTotals } from './domain/print-run';
import type { RunPlan } from './domain/run-plan';
import type { ReturnedLetters } from './domain/returned-letters';
import type { ShownLetter } from './domain/shown-letter';
import type { SnsMessage } from './domain/sns-message';
import type { RunVolumes, VolumesMessage } from './domain/volumes';
import type { FirstRequest, RepeatableRequest } from './domain/idempotency';
import type { ApiKey, Service, ServiceTerms } from './domain/service';
import type { NewTemplate, Template, TemplateChanges } from './domain/template';
import type { DeliveryState, NewTicket, SinkAnswer, Ticket, TicketDelivery } from './domain/ticket';

/** The one source of "now" outside workflows. */
export interface Clock {
  now(): Date;
}

/** The list of bank holidays: the one that came with this version, or a newer one in a file that processes read when they start. */
export interface BankHolidays {
  readonly file: string | null;
  /** Refused with one line when the file is there and holds no list. */
  inForce(): Result<Calendar, string>;
  /** JSON of an address or a file. Throws in one line that names it. */
  fetch(from: string): Promise<unknown>;
  /** Replaces the file: whole, or not at all. */
  write(list: HolidayList): Promise<void>;
}

/** A first request under a key, with the JSON that it is answered with and the text of its letter's acceptance marker. */
export interface NewFirstRequest extends RepeatableRequest {
  readonly answer: string;
  readonly marker: string;
}

export interface AcceptTerms {
  /** Letters that the service may send on the letter's UTC day; where it is left out, the letter is not counted. */
  readonly dailyLimit?: number | undefined;
  readonly first?: NewFirstRequest | undefined;
}

/** `known`: the key belongs to another letter. */
export type Acceptance = 'stored' | 'known' | 'over-daily-limit';

export type Cancellation = { readonly kind: 'cancelled'; readonly createdAt: Date } | { readonly kind: 'printing' };

/** The keys under which services may repeat a request. They come by `LetterStore.accept` and go with their letter. */
export interface IdempotencyStore {
  find(serviceId: ServiceId, keyKind: KeyKind, key: Sha256): Promise<FirstRequest | undefined>;
  /** The letter's acceptance marker is stored. False when it has no key, or was taken back. */
  marked(serviceId: ServiceId, letterId: LetterId): Promise<boolean>;
}

/** How much a service may send, whichever replica of the API it asks. */
export interface SendingLimits {
  /** Takes one token of the bucket of this kind of key, where there is one, and tells the letters counted on the UTC day. */
  take(
    serviceId: ServiceId,
    keyKind: KeyKind,
    at: { readonly perMinute: number; readonly day: Day },
  ): Promise<{ readonly token: boolean; readonly letters: number }>;
}

/** Which letters a service asks for; `undefined` is no filter. */
export interface LetterFilter {
  readonly keyKind: KeyKind;
  readonly statuses: readonly LetterStatus[] | undefined;
  /** The service's own. */
  readonly reference: string | undefined;
  readonly olderThan: LetterId | undefined;
}

/** Letters and their histories. Every status move is one compare-and-set that writes its event and callback row in the same transaction. */
export interface LetterStore {
  /** Inserts the row and its first event, the key under which the request may be repeated, and one more on the day's count. All of it or nothing. */
  accept(letter: NewLetter, terms?: AcceptTerms): Promise<Acceptance>;
  /** Takes an accepted letter back because its acceptance marker could not be stored; false when it is already claimed or further, or a repeated request has stored the marker. */
  withdraw(serviceId: ServiceId, id: LetterId, reason: string): Promise<boolean>;
  /** At the service's wish. `printing`: it is claimed or further, or never to be printed. Undefined where `find` finds nothing. */
  cancel(serviceId: ServiceId, id: LetterId): Promise<Cancellation | undefined>;
  find(serviceId: ServiceId, id: LetterId): Promise<Letter | undefined>;
  /** As `find`, with what the letter says. */
  show(serviceId: ServiceId, id: LetterId): Promise<ShownLetter | undefined>;
  /** The service's letters made with such a key, the newest first, older than one of them; erased ones are left out. */
  list(serviceId: ServiceId, filter: LetterFilter, limit: number): Promise<readonly ShownLetter[]>;
  /** For operators: by our id, our reference or the service's own reference; at most 20. */
  search(term: string): Promise<readonly Letter[]>;
  events(id: LetterId): Promise<readonly LetterEvent[]>;
  /** Letters of one prepare shard (0–3) that still wait for *prepare*: services take turns, each with its oldest. */
  pending(shard: number, limit: number): Promise<readonly PendingLetter[]>;
  /**
   * `pending-virus-check` → `created` with its print PDF, and with the address that was found on it; a test letter, also a
   * `sending` one, → `delivered` with 0 sheets. False when it had moved on.
   */
  prepared(id: LetterId, pdf: PreparedPdf, found?: FoundAddress): Promise<boolean>;
  /** A templated letter's PDF, while it has none; its status stays, and a test letter has 0 sheets. False when it has one, or had moved on. */
  attachPdf(id: LetterId, pdf: PreparedPdf): Promise<boolean>;
  /** A letter without its print PDF → a final failure. False when it had moved on. */
  rejected(
    id: LetterId,
    status: 'validation-failed' | 'virus-scan-failed' | 'technical-failure',
    failure: string,
    found?: Pick<RefusedPdf, 'pages' | 'pagesAtFault' | 'because'>,
  ): Promise<boolean>;
  /** `sending` or `delivered` → `returned-letter`, with their events and callback rows. */
  returned(references: readonly Reference[], actor: string): Promise<ReturnedLetters>;
  /** Letters accepted before the instant that still wait for *prepare*. */
  countPending(acceptedBefore: Date): Promise<number>;
  /** Live letters still `sending` with `from <= sent_at < until`. */
  countSending(from: Date, until: Date): Promise<number>;
  /** Live letters accepted before the instant that are still `created`, by print day; `held` by an operator. */
  stillCreated(
    acceptedBefore: Date,
  ): Promise<readonly { readonly day: Day; readonly letters: number; readonly held: number }[]>;
  /** Letters of any key accepted before the instant that wait for *prepare*, test letters too. */
  unprepared(acceptedBefore: Date): Promise<number>;
  /** Technical failures from before the instant that no ticket is known to name, by id; `dropped` from these batches. */
  unticketedFailures(
    before: Date,
    after: LetterId | undefined,
    limit: number,
  ): Promise<
    readonly { readonly id: LetterId; readonly failure: string | null; readonly dropped: readonly BatchId[] }[]
  >;
  /** From now on a ticket is known to name all of them. */
  failuresTicketed(before: Date): Promise<void>;
  /** How many letters wait in each status, and since when the oldest unprinted one waits. */
  waiting(): Promise<{ readonly pending: number; readonly created: number; readonly oldest: Date | undefined }>;
}

/** Print runs: run 1 of a day is the scheduled one, an operator's start at 2. */
export interface RunStore {
  /** Inserts (day, 1), or finds it: 'own' when this owner inserted it before, else 'other'. */
  openScheduled(run: {
    day: Day;
    cutOffAt: Date;
    owner: string;
  }): Promise<{ readonly kind: 'own' | 'other'; readonly run: PrintRun }>;
  /** Inserts the day's next run for an operator. */
  openManual(run: { day: Day; cutOffAt: Date; actor: string; reason: string }): Promise<PrintRun>;
  find(day: Day, runNo: number): Promise<PrintRun | undefined>;
  ofDay(day: Day): Promise<readonly PrintRun[]>;
  latest(limit: number): Promise<readonly PrintRun[]>;
  /** Whether any earlier day had its scheduled run. */
  anyBefore(day: Day): Promise<boolean>;
  /** What the run has claimed so far; also marks it `dispatched` when `finished`. */
  totals(day: Day, runNo: number): Promise<PrintRunTotals>;
  finish(day: Day, runNo: number): Promise<void>;
}

/** The volumes that the printer is told of each run. */
export interface VolumeStore {
  /** Of the run's sealed batches; empty where none is. */
  ofRun(day: Day, runNo: number): Promise<RunVolumes>;
  /** Runs to be told now: whole ones, and those whose first message has waited for the patience given. */
  due(now: Date, patienceMs: number): Promise<readonly PrintRun[]>;
  sent(run: PrintRun, at: Date, isComplete: boolean): Promise<void>;
  /** Remembers that telling failed, and says since when it does. */
  failing(run: PrintRun, at: Date): Promise<Date>;
}

export interface BatchStore {
  /** Claims the run's next batch in one transaction, under the lock of the day's runs; undefined when no letter is left. */
  claimNext(run: PrintRun, limits: BatchLimits): Promise<Batch | undefined>;
  /** What a run of that cut-off would claim now, and why not the rest; writes nothing. */
  plan(cutOffAt: Date, limits: BatchLimits): Promise<RunPlan>;
  /** Batches of a run in order of position, after a position. */
  ofRun(day: Day, runNo: number, afterPosition: number, limit: number): Promise<readonly Batch[]>;
  /** Batches of any run that are not over, by id; with an instant only those claimed before it. */
  open(afterId: BatchId | undefined, limit: number, claimedBefore?: Date): Promise<readonly BatchId[]>;
  find(id: BatchId): Promise<Batch | undefined>;
  /** Batches that wait for a person: held or parked, the oldest first. */
  stopped(limit: number): Promise<readonly Batch[]>;
  countByState(day: Day): Promise<Readonly<Partial<Record<BatchState, number>>>>;
  /** The letters that travel, in batch order; dropped ones are left out. */
  letters(id: BatchId): Promise<readonly LetterToPrint[]>;
  /** In one transaction: letters → `technical-failure`, out of the batch, its version raised. Only while `claimed` and of that version. */
  drop(
    id: BatchId,
    version: number,
    letters: readonly { readonly id: LetterId; readonly reason: string }[],
  ): Promise<boolean>;
  /** `claimed → sealed` on state and version. The batch as it then stands, whoever won. */
  seal(id: BatchId, version: number, zip: SealedZip): Promise<Batch>;
  /** Moves the state on, compare-and-set. False when it stood elsewhere; a held batch does not become `uploaded`. */
  advance(id: BatchId, from: BatchState, to: BatchState): Promise<boolean>;
  /** The intent: `temp IS NULL → temp`. Returns the temp that won. */
  recordIntent(id: BatchId, temp: string): Promise<string>;
  /** Forgets an intent whose rename nobody has issued; false when one has been issued, or another temp stands. */
  clearIntent(id: BatchId, temp: string): Promise<boolean>;
  /** Writes `rename_issued_at` once, only for this temp; false when another temp stands. */
  issueRename(id: BatchId, temp: string): Promise<boolean>;
  /** `uploaded → published` with its instant; a repeat keeps the first. */
  recordPublished(id: BatchId, at: Date): Promise<void>;
  /** `created → sending` for the next letters of the batch, `sent_at` = `published_at`. How many moved; 0 when none is left. */
  markSending(id: BatchId, limit: number): Promise<number>;
  /**
   * Counts of the letters that travel, for the checks before publishing and after marking. `marked` carry a `sent_at`;
   * `elsewhere` are locked by another batch, or stand undropped in another batch that has an intent.
   */
  standing(id: BatchId): Promise<{ readonly letters: number; readonly marked: number; readonly elsewhere: number }>;
  /** Every recorded intent of the day's batches: batch → temp. */
  intents(day: Day): Promise<ReadonlyMap<BatchId, string>>;
  /** The day's batches without an intent that are abandoned or adopted: manifests of theirs are no strangers. */
  settledWithoutIntent(day: Day): Promise<ReadonlySet<BatchId>>;
  /**
   * An operator's act, in one transaction with its row and the end of the tickets whose cause it removes. The same id
   * again changes nothing. `undefined`: there is no such batch.
   */
  act(
    order: BatchActOrder,
  ): Promise<{ readonly kind: 'done' } | { readonly kind: 'refused'; readonly why: string } | undefined>;
  /** The acts on a batch, the first one first. */
  acts(id: BatchId): Promise<readonly RecordedAct[]>;
  /** Letters of the batch still `sending`. */
  countOutstanding(id: BatchId): Promise<number>;
  /** Only while the batch is not over. */
  park(id: BatchId, reason: ParkedReason): Promise<void>;
  unpark(id: BatchId): Promise<void>;
  /** Sets `acknowledged_at` of the batch with that zip name, once. */
  acknowledge(
    line: AcknowledgementLine,
  ): Promise<
    | { readonly kind: 'acknowledged'; readonly batchId: BatchId }
    | { readonly kind: 'without-intent'; readonly batchId: BatchId }
    | { readonly kind: 'unknown' }
  >;
  /** Published before the instant, not acknowledged, not yet named in such a ticket. */
  unacknowledged(publishedBefore: Date): Promise<readonly { readonly id: BatchId; readonly zipName: string }[]>;
  /** Zips that a ticket names and for which it still stands: not acknowledged, and not over with all letters answered. */
  silent(): Promise<readonly string[]>;
  /** Remembers that an open ticket names these batches. */
  ticketed(ids: readonly BatchId[], at: Date): Promise<void>;
}

/** Holds of letters that no run has claimed. A claim honours those that stand when it looks; one under way goes through. */
export interface HoldStore {
  /** `standing`: the same letters are held already, by that hold. Throws for a service that is not there. */
  place(
    hold: HoldScope & { readonly actor: string; readonly reason: string },
  ): Promise<{ readonly kind: 'placed' | 'standing'; readonly hold: Hold }>;
  /** `undefined`: there is no such hold; `lifted-before` changes nothing. */
  lift(
    id: number,
    by: { readonly actor: string; readonly reason: string },
  ): Promise<{ readonly kind: 'lifted' | 'lifted-before'; readonly hold: Hold } | undefined>;
  /** Those not lifted, the oldest first. */
  standing(): Promise<readonly Hold[]>;
  /** Those that were lifted too, the newest first. */
  list(limit: number): Promise<readonly Hold[]>;
}

/** The printer's files. A file is known by the hash of its bytes. */
export interface InboundStore {
  /** 'known' when these bytes were registered before, under any name. */
  register(file: NewInboundFile): Promise<{ readonly kind: 'new' | 'known'; readonly sameNameOtherBytes: boolean }>;
  find(sha256: Sha256): Promise<InboundFile | undefined>;
  list(limit: number): Promise<readonly InboundFile[]>;
  /** Registered but neither applied nor refused. */
  unfinished(limit: number): Promise<readonly InboundFile[]>;
  /** Keyed by file and line number: a repeat adds nothing. */
  addLines(sha256: Sha256, lines: readonly NumberedResponseLine[]): Promise<void>;
  /** Overwrites the file's counts, never adds. */
  recordCounts(sha256: Sha256, counts: readonly SortedCounts[]): Promise<void>;
  /** Applies the next lines in one transaction and says what they did; `lines` is 0 when none is left untried. */
  applyNext(sha256: Sha256, limit: number): Promise<AppliedLines>;
  /** Outcome counts, the first 100 failed references, and the batches that were touched. */
  summary(sha256: Sha256): Promise<InboundSummary>;
  /** Ends a file that is `received`; any other stays as it is. */
  finish(sha256: Sha256, state: 'applied' | 'refused', detail: string): Promise<void>;
  /** Files refused since their raw bytes were missing, the oldest first. */
  lost(limit: number): Promise<readonly Sha256[]>;
  /** Makes such a file `received` again, and no other. */
  bringBack(sha256: Sha256): Promise<void>;
  /** Of objects under the response prefix, in their order, those that were not read before or whose raw bytes were lost since. */
  unreadObjects(objects: readonly ListedObject[]): Promise<readonly ListedObject[]>;
  rememberObject(object: Pick<ListedObject, 'key' | 'etag'> & { readonly sha256: Sha256 }): Promise<void>;
  /** Tries unapplied lines of applied files again that were last tried before the instant, the longest untried first; empty when there is none. */
  retryUnapplied(triedBefore: Date, limit: number): Promise<readonly RetriedLines[]>;
  /** Files of which a retry applied lines that were not reported yet. */
  retried(limit: number): Promise<readonly RetriedFile[]>;
  /** Forgets that, with the file's new counts; false when another retry has applied more meanwhile. */
  reported(file: Pick<RetriedFile, 'sha256' | 'retry'>, detail: string): Promise<boolean>;
}

export interface ServiceStore {
  create(service: { name: string; live: boolean } & Partial<ServiceTerms>): Promise<Service>;
  /** Both or neither. */
  createWithKey(
    service: { name: string; live: boolean } & Partial<ServiceTerms>,
    key: { name: string; kind: KeyKind },
  ): Promise<{ readonly service: Service; readonly key: ApiKey; readonly secret: string }>;
  update(
    id: ServiceId,
    changes: { name?: string; live?: boolean; active?: boolean } & Partial<ServiceTerms>,
  ): Promise<Service | undefined>;
  find(id: ServiceId): Promise<Service | undefined>;
  list(): Promise<readonly Service[]>;
  /** Makes a key and returns its secret this one time. */
  createKey(
    id: ServiceId,
    key: { name: string; kind: KeyKind },
  ): Promise<{ readonly key: ApiKey; readonly secret: string }>;
  listKeys(id: ServiceId): Promise<readonly ApiKey[]>;
  revokeKey(keyId: string): Promise<boolean>;
  /** The service with its keys that can still name themselves: active, or revoked at most 7 days ago, each with its secret. */
  authentication(
    id: ServiceId,
  ): Promise<
    { readonly service: Service; readonly keys: readonly (ApiKey & { readonly secret: string })[] } | undefined
  >;
  createOperator(name: string): Promise<{ readonly name: string; readonly token: string }>;
  /** False when the name has no token in use. */
  revokeOperator(name: string): Promise<boolean>;
  /** The operator's name, or undefined for an unknown or revoked token. */
  operatorOf(token: string): Promise<string | undefined>;
}

/** What stands above the letters of services. */
export interface LogoStore {
  /** From now on; null for none. Letters that were accepted before keep the one that they were accepted with. */
  set(serviceId: ServiceId, logo: Logo | null, actor: string): Promise<void>;
  current(serviceId: ServiceId): Promise<Logo | null>;
}

/** What stands at the foot of the letters of services. */
export interface FooterStore {
  /** From now on; empty for none. Letters that were accepted before keep the one that they were accepted with. */
  set(serviceId: ServiceId, footer: Footer, actor: string): Promise<void>;
  current(serviceId: ServiceId): Promise<Footer>;
}

/** Endpoints of services, and the outbox of the statuses that they are to hear. */
export interface CallbackStore {
  endpoint(id: ServiceId): Promise<CallbackEndpoint | undefined>;
  /** Makes the service's endpoint or changes it; a secret that is not given stays. One that was stopped goes on. */
  saveEndpoint(
    id: ServiceId,
    endpoint: Pick<CallbackEndpoint, 'url' | 'statuses'> & { bearerToken?: string; signingSecret?: string },
  ): Promise<CallbackEndpoint>;
  /** From now on the new secret signs beside the one before. False when two sign already, or none does. */
  rotateSecret(id: ServiceId, signingSecret: string): Promise<boolean>;
  /** Only the newer secret signs. False when there was no other. */
  endRotation(id: ServiceId): Promise<boolean>;
  /** Nothing is sent any more; what waits is exhausted. False when it was stopped before, is not there, or has another URL than the one given. */
  stopEndpoint(id: ServiceId, reason: string, at: Date, url?: string): Promise<boolean>;
  /** What is to be done for the service at the instant; due callbacks are counted up to `most`. */
  look(id: ServiceId, now: Date, most: number): Promise<CallbackLook>;
  /** The next callbacks that are due, out of others' reach until `leasedUntil`; undefined where nothing may be sent. */
  take(id: ServiceId, now: Date, leasedUntil: Date, limit: number): Promise<CallbackPage | undefined>;
  /**
   * Writes what attempts of a page came to. A late word changes nothing but that it was delivered after all; what failed at an URL
   * that is no longer the service's is due at once.
   */
  record(outcomes: readonly CallbackOutcome[], page: CallbackLease, at: Date): Promise<void>;
  /** How the endpoint answered a page; forgotten where it has another URL by now. */
  settle(
    id: ServiceId,
    url: string,
    page: { readonly fruitless: number; readonly pausedUntil: Date | null; readonly deliveredAt: Date | null },
  ): Promise<void>;
  /** Services with callbacks that nobody has tried yet; without those that are left alone, whose drains wait for that to end. */
  untried(): Promise<readonly ServiceId[]>;
  /** Services with callbacks that were due before the instant and wait still. */
  overdue(dueBefore: Date): Promise<readonly ServiceId[]>;
  standing(id: ServiceId): Promise<CallbackStanding>;
  /** Whether a ticket about callbacks exhausted for that cause still stands. */
  isExhausted(id: ServiceId, cause: ExhaustedCause): Promise<boolean>;
  /** Tells statuses once more, from the histories of letters that are not erased. How many. */
  replay(id: ServiceId, scope: ReplayScope, at: Date): Promise<number>;
}

/** Calls services over the internet, and nothing else: no answer of theirs, and no fault on the way, throws. */
export interface CallbackSender {
  send(endpoint: CallbackPage['endpoint'], message: CallbackMessage, at: Date): Promise<CallbackAnswer>;
}

/** Templates of services; each change makes a version, and versions stay. */
export interface TemplateStore {
  create(template: NewTemplate): Promise<Template>;
  /** Makes the next version. `undefined`: the service has no such template, or it is archived. */
  update(
    serviceId: ServiceId,
    id: TemplateId,
    changes: TemplateChanges,
    createdBy: string,
  ): Promise<Template | undefined>;
  /** Ends it for new letters; a repeat changes nothing. `undefined`: the service has no such template. */
  archive(serviceId: ServiceId, id: TemplateId): Promise<Template | undefined>;
  /** Its newest version, also of an archived one. */
  find(serviceId: ServiceId, id: TemplateId): Promise<Template | undefined>;
  findVersion(serviceId: ServiceId, id: TemplateId, version: number): Promise<Template | undefined>;
  /** The newest versions by name, archived ones left out. */
  list(serviceId: ServiceId): Promise<readonly Template[]>;
}

export interface Tickets {
  /** Opens a ticket, or finds the open one of the same cause: true when it is new. New ones are logged at error level. */
  raise(ticket: NewTicket): Promise<boolean>;
  list(which: { readonly open: boolean }): Promise<readonly Ticket[]>;
  find(id: string): Promise<Ticket | undefined>;
  close(id: string, actor: string): Promise<boolean>;
  /** Closes the open ticket of a cause that is gone; false when there was none. */
  resolve(dedupKey: string): Promise<boolean>;
  /** All tickets that these causes ever had, open or closed. */
  ofCauses(dedupKeys: readonly string[]): Promise<readonly Ticket[]>;
}

/** Where the printer is told what to expect. A repeat of a message carries the same name. */
export interface VolumesSink {
  send(message: VolumesMessage): Promise<SinkAnswer>;
}

/** A system outside to which tickets are told. Its answers are values; it never throws for what the other side does. */
export interface TicketSink {
  readonly name: string;
  /** A repeat, whose first answer may have been lost, gives the same ticket there. */
  open(ticket: Ticket): Promise<SinkAnswer>;
  close(ticket: Ticket, externalId: string | null): Promise<SinkAnswer>;
}

/** The outbox of tickets: a row for each ticket and sink. */
export interface TicketDeliveries {
  /** Adds rows for open tickets that have none: the sink is new, or a process without its settings opened them. */
  adopt(sink: string): Promise<void>;
  /** The next act that is due, out of others' reach until `leasedUntil`. */
  takeNext(sink: string, now: Date, leasedUntil: Date): Promise<TicketDelivery | undefined>;
  taken(sink: string, delivery: TicketDelivery, at: Date, externalId: string | null): Promise<void>;
  failed(sink: string, delivery: TicketDelivery, reason: string, dueAt: Date): Promise<void>;
  ofTicket(id: string): Promise<readonly DeliveryState[]>;
}

/** A letter whose copies are to go. */
export type LetterToErase = Pick<NewLetter, 'id' | 'reference' | 'postage' | 'printDay' | 'createdAt'> & {
  readonly incomingKey: string | null;
  readonly printKey: string | null;
  readonly finalAt: Date;
};

export interface ZipToErase {
  readonly id: BatchId;
  readonly day: Day;
  /** Null for a batch that was over before it was sealed: a zip may have been built for it under a name that nobody kept. */
  readonly zipName: string | null;
}

/** What is kept no longer than it must be. */
export interface Retention {
  services(): Promise<readonly Pick<Service, 'id' | 'retentionDays'>[]>;
  /** Letters of the service with a final status since before the instant, the longest first, after one of them. */
  lettersToErase(
    id: ServiceId,
    finalBefore: Date,
    after: Pick<LetterToErase, 'id' | 'finalAt'> | undefined,
    limit: number,
  ): Promise<readonly LetterToErase[]>;
  /** What the service wrote and the key of its request go with it; our own reference, the status and the history stay. */
  lettersErased(ids: readonly LetterId[], at: Date): Promise<void>;
  /** Batches that are sealed or over, of which every letter is erased. */
  zipsToErase(after: BatchId | undefined, limit: number): Promise<readonly ZipToErase[]>;
  zipErased(id: BatchId, at: Date): Promise<void>;
  /** Days of these batches on which no other batch has a zip to keep, or will have one. */
  daysWithoutZips(ids: readonly BatchId[]): Promise<readonly Day[]>;
}

export interface StoredObject {
  readonly key: string;
  readonly bytes: number;
}

export interface ListedObject extends StoredObject {
  /** Another one for other bytes. */
  readonly etag: string;
}

/** Bytes that came in or went out. `get` of a missing key is `undefined`, every other failure throws. */
export interface ObjectStore {
  put(key: string, body: Buffer, contentType: string): Promise<void>;
  get(key: string): Promise<Buffer | undefined>;
  /** A stream over the object from a byte on; throws when it is missing. */
  getStream(key: string, from?: number): Promise<Readable>;
  /** Objects in the order asked for, read ahead at most 32 objects or 32 MiB; each has its body or `undefined` when missing. */
  readAhead(
    objects: readonly StoredObject[],
    signal?: AbortSignal,
  ): AsyncIterable<{ readonly key: string; readonly body: Buffer | undefined }>;
  head(key: string): Promise<StoredObject | undefined>;
  list(prefix: string): AsyncIterable<ListedObject>;
  /** As `putStream`, but throws and stores nothing unless the bytes have this hash. */
  putKnown(key: string, body: Readable, contentType: string, sha256: Sha256): Promise<void>;
  /** Multipart, invisible until complete; an error of the source or the signal leaves nothing behind. */
  putStream(key: string, body: Readable, contentType: string, signal?: AbortSignal): Promise<void>;
  remove(key: string): Promise<void>;
  /** True when the bucket answers. */
  healthy(): Promise<boolean>;
}

/** Stored zip entries, one Buffer at a time; equal input gives equal bytes. */
export interface Zipper {
  zip(entries: AsyncIterable<{ readonly name: string; readonly body: Buffer }>): Readable;
}

export interface PrinterCapabilities {
  readonly hostKeyFingerprint: string;
  readonly posixRename: boolean;
  readonly fsync: boolean;
  readonly stagingFolder: boolean;
}

/** The print provider's SFTP server. Names are base names; the folders come from the configuration. */
export interface Printer {
  /** Logs in and looks; throws when the host key is not pinned or the login is refused. */
  probe(): Promise<PrinterCapabilities>;
  /** Writes a whole file into the staging folder, synced where offered and closed; its size there equals `bytes`, or it throws. */
  upload(
    temp: string,
    source: Readable,
    options: { onProgress(acknowledgedBytes: number): void; signal?: AbortSignal },
  ): Promise<{ readonly bytes: number; readonly sha256: Sha256 }>;
  /** Size of a staged file, undefined when it is not there. Any doubt throws. */
  statTemp(temp: string): Promise<number | undefined>;
  /** posix-rename from staging to the inbox. May throw after it happened: only `statTemp` tells. */
  publish(temp: string, finalName: string): Promise<void>;
  listTemps(): Promise<readonly string[]>;
  removeTemp(temp: string): Promise<void>;
  /** The outbox: acknowledgement and response files. */
  listOutbox(): Promise<readonly { readonly name: string; readonly bytes: number; readonly modifiedAt: Date }[]>;
  /** Hands over the bytes of a file of any size, a few blocks at a time. */
  read<Value>(name: string, take: (body: Readable) => Promise<Value>): Promise<Value>;
  close(): Promise<void>;
}

/** `signature`: the scanner's name for what it found; it says nothing of the letter. */
export type Scan = { readonly kind: 'clean' } | { readonly kind: 'infected'; readonly signature: string };

/** Looks for viruses. Throws when the scanner is away or gives no verdict: nobody takes that for `clean`. */
export interface VirusScanner {
  scan(pdf: Buffer): Promise<Scan>;
}

/** Looks into a PDF in a child process with memory and time limits. Hostile input is a refusal, never a throw. */
export interface PdfInspector {
  inspect(pdf: Buffer, as: InspectedAs): Promise<Inspection>;
  close(): Promise<void>;
}

/** Makes a templated letter into a PDF with one fixed template: equal letters into equal bytes. Hostile text is printed, or refused. */
export interface LetterRenderer {
  render(letter: LetterToRender): Promise<Rendering>;
  close(): Promise<void>;
}

/** Pages of letters as people see them on a screen, a PNG each, drawn one letter after the other in a child process with memory and time limits. */
export interface PagePictures {
  /** All pages of a letter that we made. Throws where it cannot be drawn. */
  draw(letter: { readonly pdf: Buffer; readonly pages: number }): Promise<readonly Buffer[]>;
  /** The pages at fault of a letter that prints where it may not: those places under a veil, and what is printed there in red. Undefined for a PDF that breaks the child. */
  drawFaults(letter: {
    readonly pdf: Buffer;
    readonly pagesAtFault: readonly number[];
  }): Promise<readonly Buffer[] | undefined>;
  close(): Promise<void>;
}

export interface ScheduleStatus {
  readonly id: string;
  readonly paused: boolean;
  /** Who paused or resumed it, and why. */
  readonly note: string | null;
  readonly lastAt: Date | null;
  readonly nextAt: Date | null;
}

/** Amazon's notification service, which tells that the bucket has a new object. */
export interface Notifications {
  /** Whether the message's signature is that of its certificate. Throws when the certificate cannot be had. */
  isSigned(message: SnsMessage): Promise<boolean>;
  /** Confirms a subscription by its address, which `parseSnsMessage` has let through. */
  confirm(subscribeUrl: string): Promise<void>;
}

/** What starts by the clock, by its id in `scheduleIds`. */
export interface Schedules {
  /** Creates what is missing and updates what differs; an operator's pause stays. */
  ensure(): Promise<readonly { readonly id: string; readonly outcome: 'created' | 'updated' | 'unchanged' }[]>;
  list(): Promise<readonly ScheduleStatus[]>;
  /** False when there is no such schedule. The note names who and why. */
  pause(id: string, note: string): Promise<boolean>;
  resume(id: string, note: string): Promise<boolean>;
  /** Starts it now, or once what it started before has ended; asked several times meanwhile, once. In the second in which it was started it may count as that start. False when there is no such schedule. */
  trigger(id: string): Promise<boolean>;
}

/** Starts and hints workflows. Hints are best effort and never throw. */
export interface Workflows {
  hintPrepare(id: LetterId): void;
  ensurePrepareDrains(): Promise<void>;
  startRun(run: PrintRun): Promise<void>;
  startInboundFile(sha256: Sha256): Promise<void>;
  hintBatches(ids: readonly BatchId[]): Promise<void>;
  /** A hint starts the service's drain where it does not run. */
  hintCallbacks(ids: readonly ServiceId[]): Promise<void>;
  /** Tells a batch's workflow of an act that stands in the table, and starts the workflow where there is none and work is left. Throws when Temporal does not take it. */
  tellBatch(act: RecordedAct): Promise<void>;
  runDeadlineCheck(at: Date): Promise<unknown>;
  runAcknowledgementCheck(at: Date): Promise<unknown>;
  runStuckCheck(at: Date): Promise<unknown>;
  runRetention(at: Date): Promise<unknown>;
  /** Starts the workflows of those batches that have none running, and says which. */
  restartBatches(ids: readonly BatchId[]): Promise<readonly BatchId[]>;
  /** Starts the prepare drains that do not run, and says how many. */
  restartPrepareDrains(): Promise<number>;
  /** Starts the callback drains of those services that do not run, and says how many. */
  restartCallbackDrains(ids: readonly ServiceId[]): Promise<number>;
  /** What the batch's workflow is at, such as `parked`; undefined when none runs. */
  stageOfBatch(id: BatchId): Promise<string | undefined>;
  healthy(): Promise<boolean>;
}
