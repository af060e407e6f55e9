/** Tables of what a service is, and of what it may send. */
import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Day } from '../../domain/calendar';
import type { KeyKind, LetterId, ServiceId, Sha256 } from '../../domain/letter';
import type { Footer } from '../../domain/footer';
import type { Logo } from '../../domain/logo';
import type { Fixed, Stamped } from './columns';

export interface ServicesTable {
  id: Fixed<ServiceId>;
  name: string;
  live: boolean;
  active: Generated<boolean>;
  retention_days: Generated<number>;
  letters_allowed: Generated<boolean>;
  international: Generated<boolean>;
  rate_limit: Generated<number>;
  daily_limit: Generated<number>;
  created_at: Stamped;
}

/** Append-only. */
export interface ServiceLogosTable {
  id: GeneratedAlways<number>;
  service_id: Fixed<ServiceId>;
  set_at: Stamped;
  set_by: Fixed<string>;
  kind: Fixed<Logo['kind'] | null>;
  bytes: Fixed<Buffer | null>;
}

/** Append-only. */
export interface ServiceFootersTable {
  id: GeneratedAlways<number>;
  service_id: Fixed<ServiceId>;
  set_at: Stamped;
  set_by: Fixed<string>;
  lines: Fixed<Footer>;
}

export interface ApiKeysTable {
  id: Fixed<string>;
  service_id: Fixed<ServiceId>;
  name: Fixed<string>;
  kind: Fixed<KeyKind>;
  sealed_secret: string;
  created_at: Stamped;
  revoked_at: ColumnType<Date | null, never, Date>;
}

export interface IdempotencyKeysTable {
  service_id: Fixed<ServiceId>;
  key_kind: Fixed<KeyKind>;
  key_sha256: Fixed<Sha256>;
  body_sha256: Fixed<Sha256>;
  letter_id: Fixed<LetterId>;
  letter_created_at: Fixed<Date>;
  answer: Fixed<string>;
  marker: ColumnType<string | null, string, null>;
}

export interface RateBucketsTable {
  service_id: Fixed<ServiceId>;
  key_kind: Fixed<KeyKind>;
  tokens: number;
  filled_at: Date;
}

export interface DailyCountsTable {
  service_id: Fixed<ServiceId>;
  day: Fixed<Day>;
  letters: number;
}
