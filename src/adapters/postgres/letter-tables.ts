import type { ColumnType, GeneratedAlways } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import type { Zone } from '../../domain/country';
import type { KeyKind, LetterId, LetterStatus, Reference, ServiceId, Sha256, TemplateId } from '../../domain/letter';
import type { Postage } from '../../domain/postage';
import type { Personalisation } from '../../domain/personalisation';
import type { Fixed } from './columns';

/** Read here only: `letter-moves.ts` alone writes statuses, `batch-claim.ts` the lock, and `batch-acts.ts` undoes it. */
export interface LettersTable {
  id: Fixed<LetterId>;
  service_id: Fixed<ServiceId>;
  client_reference: string | null;
  reference: Fixed<Reference>;
  key_kind: Fixed<KeyKind>;
  status: ColumnType<LetterStatus, LetterStatus, never>;
  sequence: ColumnType<number, number, never>;
  last_hash: ColumnType<Sha256, Sha256, never>;
  postage: Postage;
  print_day: Fixed<Day>;
  incoming_key: Fixed<string | null>;
  incoming_sha256: Fixed<Sha256 | null>;
  incoming_bytes: Fixed<number | null>;
  template_id: Fixed<TemplateId | null>;
  template_version: Fixed<number | null>;
  personalisation: ColumnType<Personalisation | null, string | null, null>;
  address_lines: ColumnType<string[] | null, string[] | null, null>;
  print_key: string | null;
  sha256: Sha256 | null;
  bytes: number | null;
  sheets: number | null;
  pages: number | null;
  failure_detail: string | null;
  pages_at_fault: ColumnType<number[], never, number[]>;
  zone: Zone | null;
  batch_id: BatchId | null;
  failure: string | null;
  created_at: Fixed<Date>;
  sent_at: Date | null;
  updated_at: Date | null;
  shard: GeneratedAlways<number>;
  erased_at: Date | null;
  failure_ticketed_at: Date | null;
}

export interface LetterEventsTable {
  letter_id: Fixed<LetterId>;
  sequence: Fixed<number>;
  status: Fixed<LetterStatus>;
  at: Fixed<Date>;
  actor: Fixed<string>;
  detail: Fixed<string | null>;
  hash: Fixed<Sha256>;
}

export interface BatchLettersTable {
  batch_id: Fixed<BatchId>;
  letter_id: Fixed<LetterId>;
  position: Fixed<number>;
  dropped_at: Date | null;
  released_at: Date | null;
}
