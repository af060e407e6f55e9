/** The tables that hold what operators do. */
import type { ColumnType, GeneratedAlways } from 'kysely';
import type { BatchId } from '../../domain/batch';
import type { BatchAct } from '../../domain/batch-acts';
import type { ServiceId } from '../../domain/letter';
import type { Postage } from '../../domain/postage';
import type { Fixed } from './columns';

export interface BatchActsTable {
  id: Fixed<string>;
  batch_id: Fixed<BatchId>;
  act: Fixed<BatchAct>;
  actor: Fixed<string>;
  reason: Fixed<string>;
  at: Fixed<Date>;
}

export interface HoldsTable {
  id: GeneratedAlways<number>;
  service_id: Fixed<ServiceId | null>;
  postage: Fixed<Postage | null>;
  actor: Fixed<string>;
  reason: Fixed<string>;
  placed_at: ColumnType<Date, Date | undefined, never>;
  lifted_at: ColumnType<Date | null, never, Date>;
  lifted_by: ColumnType<string | null, never, string>;
  lift_reason: ColumnType<string | null, never, string>;
}
