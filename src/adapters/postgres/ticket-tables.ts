import type { Generated, GeneratedAlways } from 'kysely';
import type { TicketKind } from '../../domain/ticket';
import type { Fixed, Stamped } from './columns';

export interface TicketsTable {
  id: GeneratedAlways<number>;
  kind: Fixed<TicketKind>;
  dedup_key: Fixed<string>;
  subject: Fixed<string>;
  message: Fixed<string>;
  opened_at: Stamped;
  closed_at: Date | null;
  closed_by: string | null;
}

export interface TicketDeliveriesTable {
  ticket_id: Fixed<number>;
  sink: Fixed<string>;
  external_id: string | null;
  opened_at: Date | null;
  closed_at: Date | null;
  attempts: Generated<number>;
  due_at: Date | null;
  last_error: string | null;
}
