import type { BatchLimits } from '../domain/grouping';
import type {
  BankHolidays,
  BatchStore,
  CallbackStore,
  Clock,
  FooterStore,
  HoldStore,
  InboundStore,
  LetterRenderer,
  LetterStore,
  LogoStore,
  ObjectStore,
  PagePictures,
  PdfInspector,
  Printer,
  RunStore,
  Schedules,
  ServiceStore,
  TemplateStore,
  TicketDeliveries,
  Tickets,
  VolumeStore,
  Workflows,
} from '../ports';

/** What the commands need; nothing connects before it is used. */
export interface CliDependencies {
  readonly clock: Clock;
  readonly letters: LetterStore;
  readonly runs: RunStore;
  readonly volumes: VolumeStore;
  readonly batches: BatchStore;
  readonly holds: HoldStore;
  readonly inbound: InboundStore;
  readonly services: ServiceStore;
  readonly logos: LogoStore;
  readonly footers: FooterStore;
  readonly templates: TemplateStore;
  readonly callbacks: CallbackStore;
  /** Whether endpoints may be of the own network: local use. */
  readonly callbacksAllowPrivate: boolean;
  readonly tickets: Tickets;
  readonly deliveries: TicketDeliveries;
  readonly objects: ObjectStore;
  readonly workflows: Workflows;
  readonly schedules: Schedules;
  readonly bankHolidays: BankHolidays;
  readonly limits: BatchLimits;
  /** First word of the names of files at the printer. */
  readonly filePrefix: string;
  readonly publicUrl: string | null;
  readonly openPrinter: () => Printer;
  readonly openPdfs: () => { readonly renderer: LetterRenderer; readonly inspector: PdfInspector };
  readonly openPictures: () => PagePictures;
  /** The names of the migrations it ran; needs the owner's URL. */
  readonly migrate: () => Promise<readonly string[]>;
  close(): Promise<void>;
}
