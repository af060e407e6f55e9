import type { Generated } from 'kysely';
import type { ExhaustedCause } from '../../domain/callback';
import type { LetterId, LetterStatus, ServiceId } from '../../domain/letter';
import type { Fixed, Stamped } from './columns';

export interface CallbackEndpointsTable {
  service_id: Fixed<ServiceId>;
  url: string;
  sealed_bearer_token: string | null;
  sealed_signing_secret: string | null;
  sealed_previous_secret: string | null;
  statuses: LetterStatus[];
  stopped_at: Date | null;
  stopped_reason: string | null;
  fruitless: Generated<number>;
  paused_until: Date | null;
  last_delivered_at: Date | null;
  created_at: Stamped;
}

export interface CallbacksTable {
  letter_id: Fixed<LetterId>;
  sequence: Fixed<number>;
  service_id: Fixed<ServiceId>;
  status: Fixed<LetterStatus>;
  created_at: Stamped;
  due_at: Generated<Date>;
  attempts: Generated<number>;
  retry_from: Generated<Date>;
  last_answer: string | null;
  delivered_at: Date | null;
  exhausted_at: Date | null;
  exhausted_cause: ExhaustedCause | null;
}
