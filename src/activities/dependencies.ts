import type { BatchLimits } from '../domain/grouping';
import type { Calendar } from '../domain/calendar';
import type { Environment } from '../domain/environment';
import type {
  BatchStore,
  CallbackSender,
  CallbackStore,
  Clock,
  InboundStore,
  LetterRenderer,
  LetterStore,
  ObjectStore,
  PdfInspector,
  Printer,
  Retention,
  RunStore,
  TicketDeliveries,
  TicketSink,
  Tickets,
  VirusScanner,
  VolumeStore,
  VolumesSink,
  Workflows,
  Zipper,
} from '../ports';

/** Where activities write their lines; pino's shape. Never addresses, names or PDF text. */
export interface ActivityLog {
  info(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export interface ActivitySettings {
  readonly limits: BatchLimits;
  /** First word of every file name; `NOTIFY` by default. */
  readonly filePrefix: string;
  /** How far apart two equal looks at a printer's file must be before it counts as whole. */
  readonly settleSeconds: number;
  /** Where the bucket holds files of the printer; ends with a slash. */
  readonly responsesPrefix: string;
}

/** All that activities are made of. Each factory takes only what it needs of it. */
export interface ActivityDependencies {
  readonly letters: LetterStore;
  readonly runs: RunStore;
  readonly batches: BatchStore;
  readonly inbound: InboundStore;
  readonly tickets: Tickets;
  readonly deliveries: TicketDeliveries;
  /** Where tickets are told outside; none is fine. */
  readonly sinks: readonly TicketSink[];
  readonly callbacks: CallbackStore;
  readonly sender: CallbackSender;
  readonly retention: Retention;
  readonly volumes: VolumeStore;
  /** Where the printer is told of volumes; null: nowhere. */
  readonly volumesSink: VolumesSink | null;
  readonly objects: ObjectStore;
  readonly zipper: Zipper;
  readonly printer: Printer;
  /** Where a precompiled letter is looked at first; null: nowhere. */
  readonly scanner: VirusScanner | null;
  readonly inspector: PdfInspector;
  readonly renderer: LetterRenderer;
  readonly workflows: Workflows;
  readonly clock: Clock;
  readonly calendar: Calendar;
  readonly environment: Environment;
  readonly log: ActivityLog;
  readonly settings: ActivitySettings;
}
