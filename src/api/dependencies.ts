import type { Calendar } from '../domain/calendar';
import type { Environment } from '../domain/environment';
import type { BatchLimits } from '../domain/grouping';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type {
  BatchStore,
  Clock,
  HoldStore,
  IdempotencyStore,
  LetterStore,
  ObjectStore,
  PagePictures,
  RunStore,
  SendingLimits,
  ServiceStore,
  TemplateStore,
  VolumeStore,
  Workflows,
  Notifications,
  Schedules,
} from '../ports';

export interface ApiSettings {
  readonly environment: Environment;
  /** Scheme and host of links in answers; null: those of the request. */
  readonly publicUrl: string | null;
  /** Named in the answer to a malformed token. */
  readonly documentationUrl: string;
  /** ARNs of the topics whose events may make the poll look now. */
  readonly eventTopics: readonly string[];
  /** How long a request may take before it is answered with 504; what it began goes on. */
  readonly answerWithinMs?: number;
}

/** All that the API needs, handed in when it is made. */
export interface ApiDependencies {
  readonly letters: LetterStore;
  readonly runs: RunStore;
  readonly volumes: VolumeStore;
  readonly batches: BatchStore;
  readonly holds: HoldStore;
  readonly services: ServiceStore;
  readonly templates: TemplateStore;
  readonly idempotency: IdempotencyStore;
  readonly sendingLimits: SendingLimits;
  readonly objects: ObjectStore;
  readonly pictures: Pick<PagePictures, 'drawFaults'>;
  readonly workflows: Workflows;
  readonly schedules: Pick<Schedules, 'trigger'>;
  readonly notifications: Notifications;
  readonly clock: Clock;
  readonly limits: BatchLimits;
  readonly calendar: Calendar;
  readonly log: Logger;
  readonly metrics: Metrics;
  readonly settings: ApiSettings;
}
