/** The tables as kysely sees them; `migrations/` is the truth, and a test compares the words. */
import type { ColumnType, Generated, GeneratedAlways, Kysely, Transaction } from 'kysely';
import type { BatchId, BatchState, ParkedReason } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import type { InboundFile, InboundKind } from '../../domain/inbound-file';
import type { LetterId, ServiceId, Sha256 } from '../../domain/letter';
import type { Postage } from '../../domain/postage';
import type { PrintRun } from '../../domain/print-run';
import type { LineOutcome, ResponseLine, ResponseStatus } from '../../domain/response-file';
import type { CallbackEndpointsTable, CallbacksTable } from './callback-tables';
import type { Fixed, Stamped } from './columns';
import type { BatchLettersTable, LetterEventsTable, LettersTable } from './letter-tables';
import type { BatchActsTable, HoldsTable } from './operator-tables';
import type {
  ApiKeysTable,
  DailyCountsTable,
  IdempotencyKeysTable,
  RateBucketsTable,
  ServiceFootersTable,
  ServiceLogosTable,
  ServicesTable,
} from './tenant-tables';
import type { TemplateVersionsTable, TemplatesTable } from './template-tables';
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
  service_logos: ServiceLogosTable;
  service_footers: ServiceFootersTable;
  templates: TemplatesTable;
  template_versions: TemplateVersionsTable;
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
