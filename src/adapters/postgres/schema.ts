/** The tables as kysely sees them; `migrations/` is the truth, and a test compares the words. */
import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely';
import type { BatchId, BatchState, ParkedReason } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import type { InboundFile, InboundKind } from '../../domain/inbound-file';
import type { KeyKind, LetterId, LetterStatus, Reference, ServiceId, Sha256 } from '../../domain/letter';
import type { Postage } from '../../domain/postage';
import type { PrintRun } from '../../domain/print-run';
import type { LineOutcome, ResponseLine, ResponseStatus } from '../../domain/response-file';
import type { CallbackEndpointsTable, CallbacksTable } from './callback-tables';
import type { Fixed, Stamped } from './columns';
import type { BatchActsTable, HoldsTable } from './operator-tables';
import type {
  ApiKeysTable,
  DailyCountsTable,
  IdempotencyKeysTable,
  RateBucketsTable,
  ServicesTable,
} from './tenant-tables';
import type { TicketDeliveriesTable, TicketsTable } from './ticket-tables';

interface OperatorsTable {
  name: Fixed<string>;
  token_hash: Sha256;
  created_at: Generated<Date>;
  revoked_at: Date | null;
}

interface PrintRunsTable {
  print_day: Fixed<Day>;
  run_no: Fixed<number>;
  cut_off_at: Fixed<Date>;
  owner: Fixed<string>;
  actor: Fixed<string | null>;
  reason: Fixed<string | null>;
  state: Generated<PrintRun['state']>;
  created_at: Stamped;
  claimed_service_id: ColumnType<ServiceId | null, never, ServiceId>;
  claimed_postage: ColumnType<Postage | null, never, Postage>;
  claimed_created_at: ColumnType<Date | null, never, Date>;
  claimed_letter_id: ColumnType<LetterId | null, never, LetterId>;
  volumes_sent_at: ColumnType<Date | null, never, Date>;
  volumes_failing_since: ColumnType<Date | null, never, Date | null>;
  volumes_complete: ColumnType<boolean, never, boolean>;
}

interface BatchesTable {
  id: Fixed<BatchId>;
  print_day: Fixed<Day>;
  run_no: Fixed<number>;
  position: Fixed<number>;
  service_id: Fixed<ServiceId>;
  postage: Fixed<Postage>;
  number: Fixed<number>;
  state: Generated<BatchState>;
  version: Generated<number>;
  held: Generated<boolean>;
  parked_reason: ParkedReason | null;
  letters: number;
  pdf_bytes: number;
  zip_name: string | null;
  zip_sha256: Sha256 | null;
  zip_bytes: number | null;
  temp: string | null;
  intent_at: Date | null;
  rename_issued_at: Date | null;
  published_at: Date | null;
  acknowledged_at: Date | null;
  ticketed_at: Date | null;
  zip_erased_at: Date | null;
  created_at: Stamped;
}

/** Read here only: `letter-moves.ts` alone writes statuses, `batch-claim.ts` the lock, and `batch-acts.ts` undoes it. */
interface LettersTable {
  id: Fixed<LetterId>;
  service_id: Fixed<ServiceId>;
  client_reference: string | null;
  reference: Fixed<Reference>;
  key_kind: Fixed<KeyKind>;
  status: ColumnType<LetterStatus, LetterStatus, never>;
  sequence: ColumnType<number, number, never>;
  last_hash: ColumnType<Sha256, Sha256, never>;
  postage: Fixed<Postage>;
  print_day: Fixed<Day>;
  incoming_key: Fixed<string>;
  incoming_sha256: Fixed<Sha256>;
  incoming_bytes: Fixed<number>;
  print_key: string | null;
  sha256: Sha256 | null;
  bytes: number | null;
  sheets: number | null;
  batch_id: BatchId | null;
  failure: string | null;
  created_at: Fixed<Date>;
  sent_at: Date | null;
  updated_at: Date | null;
  shard: GeneratedAlways<number>;
  erased_at: Date | null;
  failure_ticketed_at: Date | null;
}

interface LetterEventsTable {
  letter_id: Fixed<LetterId>;
  sequence: Fixed<number>;
  status: Fixed<LetterStatus>;
  at: Fixed<Date>;
  actor: Fixed<string>;
  detail: Fixed<string | null>;
  hash: Fixed<Sha256>;
}

interface BatchLettersTable {
  batch_id: Fixed<BatchId>;
  letter_id: Fixed<LetterId>;
  position: Fixed<number>;
  dropped_at: Date | null;
  released_at: Date | null;
}

interface InboundFilesTable {
  id: GeneratedAlways<number>;
  sha256: Fixed<Sha256>;
  name: Fixed<string>;
  kind: Fixed<InboundKind>;
  named_at: Fixed<Date>;
  bytes: Fixed<number>;
  raw_key: Fixed<string>;
  source: Fixed<InboundFile['source']>;
  state: Generated<InboundFile['state']>;
  detail: string | null;
  received_at: Fixed<Date>;
  retried_at: Date | null;
  retries: Generated<number>;
}

interface InboundLinesTable {
  file_id: Fixed<number>;
  line: Fixed<number>;
  reference: Fixed<string>;
  status: Fixed<ResponseStatus>;
  pages: Fixed<number>;
  cost_threshold: Fixed<ResponseLine['costThreshold']>;
  despatched_on: Fixed<Day | null>;
  outcome: LineOutcome | null;
  sheet_mismatch: Generated<boolean>;
  batch_id: BatchId | null;
  tried_at: Date | null;
  applied_at: Date | null;
}

interface SortedCountsTable {
  file_id: Fixed<number>;
  billing_day: Fixed<Day>;
  sorted: number;
  unsorted: number;
}

export interface Tables {
  services: ServicesTable;
  api_keys: ApiKeysTable;
  operators: OperatorsTable;
  callback_endpoints: CallbackEndpointsTable;
  print_runs: PrintRunsTable;
  batches: BatchesTable;
  batch_acts: BatchActsTable;
  holds: HoldsTable;
  letters: LettersTable;
  letter_events: LetterEventsTable;
  batch_letters: BatchLettersTable;
  callbacks: CallbacksTable;
  inbound_files: InboundFilesTable;
  inbound_lines: InboundLinesTable;
  sorted_counts: SortedCountsTable;
  tickets: TicketsTable;
  ticket_deliveries: TicketDeliveriesTable;
  idempotency_keys: IdempotencyKeysTable;
  rate_buckets: RateBucketsTable;
  daily_counts: DailyCountsTable;
}

/** What every store takes: a pool, or the transaction it is to work in. */
export type Database = Kysely<Tables>;
export type DatabaseTransaction = Transaction<Tables>;
