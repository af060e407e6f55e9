import type { DatabaseHandle } from './adapters/postgres/pool';
import { type Pools, createPools } from './adapters/postgres/pools';
import { createBatchStore } from './adapters/postgres/batch-store';
import { createHoldStore } from './adapters/postgres/hold-store';
import { createIdempotencyStore } from './adapters/postgres/idempotency-store';
import { createInboundStore } from './adapters/postgres/inbound-store';
import { createLetterStore } from './adapters/postgres/letter-store';
import { assertSchema, migrate } from './adapters/postgres/migrate';
import { createRunStore } from './adapters/postgres/run-store';
import { createRetention } from './adapters/postgres/retention';
import { readStanding } from './adapters/postgres/standing';
import { createSendingLimits } from './adapters/postgres/sending-limits';
import { createServiceStore } from './adapters/postgres/service-store';
import { createFooterStore } from './adapters/postgres/footer-store';
import { createLogoStore } from './adapters/postgres/logo-store';
import { createTemplateStore } from './adapters/postgres/template-store';
import { createTicketDeliveries } from './adapters/postgres/ticket-deliveries';
import { createTickets } from './adapters/postgres/tickets';
import { createVolumeStore } from './adapters/postgres/volumes';
import { createCallbackStore } from './adapters/postgres/callback-store';
import { createVirusScanner } from './adapters/clamd/create-virus-scanner';
import { createBankHolidays } from './adapters/holidays/create-bank-holidays';
import { createCallbackSender } from './adapters/http/create-callback-sender';
import { createPagePictures } from './adapters/pdf/create-page-pictures';
import { createPdfInspector } from './adapters/pdf/create-pdf-inspector';
import { createLetterRenderer } from './adapters/render/create-letter-renderer';
import { createObjectStore } from './adapters/s3/create-object-store';
import { createPrinter } from './adapters/sftp/create-printer';
import { openTemporal, readTemporalSettings } from './adapters/temporal/connection';
import { createSchedules } from './adapters/temporal/create-schedules';
import { createWorkflows } from './adapters/temporal/create-workflows';
import { createWebhook } from './adapters/tickets/create-webhook';
import { createVolumesWebhook } from './adapters/tickets/create-volumes-webhook';
import { createZendesk } from './adapters/tickets/create-zendesk';
import { createNotifications } from './adapters/sns/create-notifications';
import { createZipper } from './adapters/zip/create-zipper';
import type { Config, Secrets } from './config';
import { ConfigurationError } from './setting-files';
import type { Calendar } from './domain/calendar';
import { isProduction } from './domain/environment';
import type { Logger } from './log';
import type { Metrics } from './metrics';
import type { Clock, LetterRenderer, PagePictures, PdfInspector, Printer, TicketSink, VirusScanner } from './ports';
import { schedules } from './schedules';
import { counted, countedCallbacks, countedInspections, countedRenderings, countedRestarts } from './wiring/counted';

/** What every process hands in. */
export interface Surroundings {
  readonly process: 'api' | 'worker' | 'command-line';
  readonly log: Logger;
  readonly metrics: Metrics;
}

interface Closable {
  close(): unknown;
}

function openPrinter({ printer }: Config, { printerPrivateKeys }: Secrets): Printer {
  if (!printer) {
    throw new ConfigurationError('PRINTER_HOST: is missing (see .env.example); this process needs the printer');
  }
  return createPrinter({ ...printer, privateKeys: printerPrivateKeys });
}

function openObjects({ objects }: Config, { objectsAccessKeyId, objectsSecretAccessKey }: Secrets) {
  return createObjectStore({ ...objects, accessKeyId: objectsAccessKeyId, secretAccessKey: objectsSecretAccessKey });
}

function openHolidays({ bankHolidaysFile }: Config) {
  const bankHolidays = createBankHolidays(bankHolidaysFile);
  return {
    bankHolidays,
    /** Read once, at the start; only by those who need it, so that the command line can mend the file. */
    openCalendar: (): Calendar => {
      const calendar = bankHolidays.inForce();
      if (calendar.ok) return calendar.value;
      throw new ConfigurationError(`BANK_HOLIDAYS_FILE: ${calendar.error} (postroom calendar refresh writes it anew)`);
    },
  };
}

/** Thrown at the start of any process: in production nothing of the own network may be reached by what a service gives. */
function assertCallbacksPublic({ environment, callbacks }: Config): void {
  if (callbacks.allowPrivate && isProduction(environment)) {
    throw new ConfigurationError('CALLBACKS_ALLOW_PRIVATE: is for local use, not for production (see .env.example)');
  }
}

/** Where tickets are told besides the log. */
function openSinks(config: Config, { ticketWebhook, zendeskToken }: Secrets): readonly TicketSink[] {
  const { environment } = config;
  const { zendesk } = config.tickets;
  return [
    ...(ticketWebhook ? [createWebhook({ ...ticketWebhook, environment })] : []),
    ...(zendesk === null ? [] : [createZendesk({ ...zendesk, token: zendeskToken ?? '', environment })]),
  ];
}

/** What the printer is told of volumes, and where, if anywhere. */
const openVolumes = ({ db }: DatabaseHandle, { environment }: Config, { volumesWebhook }: Secrets) => ({
  volumes: createVolumeStore(db),
  volumesSink: volumesWebhook && createVolumesWebhook({ ...volumesWebhook, environment }),
});

function openPools({ database }: Config, { databaseUrl }: Secrets, { process, log, metrics }: Surroundings): Pools {
  const options = {
    url: databaseUrl,
    applicationName: `postroom-${process}`,
    max: database.poolMax,
    waitMs: database.poolWaitMs,
    log,
    onExhausted: () => metrics.poolExhausted.inc(),
  };
  const pools = createPools(options, process === 'api');
  metrics.watchPool(() => pools.tenants.connections().waiting);
  return pools;
}

function openTickets({ db }: DatabaseHandle, config: Config, secrets: Secrets, { log, metrics }: Surroundings) {
  const sinks = openSinks(config, secrets);
  const names = sinks.map(({ name }) => name);
  return { sinks, tickets: counted(createTickets(db, log, names), metrics), deliveries: createTicketDeliveries(db) };
}

const openTenants = ({ db }: DatabaseHandle, { sealingKey, retiredSealingKeys }: Secrets) => ({
  services: createServiceStore(db, sealingKey, retiredSealingKeys),
  templates: createTemplateStore(db),
  logos: createLogoStore(db),
  footers: createFooterStore(db),
  idempotency: createIdempotencyStore(db),
  sendingLimits: createSendingLimits(db),
});

interface Pdfs {
  readonly scanner: VirusScanner | null;
  readonly inspector: PdfInspector;
  readonly renderer: LetterRenderer;
}

/** A virus scanner, if there is one, and those who look into PDFs and make them: child processes, which start with their first letter. */
const openPdfs = (
  { worker }: Config,
  { metrics }: Surroundings,
  open: <Part extends Closable>(part: Part) => Part,
): Pdfs => ({
  scanner: worker.clamd && createVirusScanner(worker.clamd),
  inspector: open(countedInspections(createPdfInspector({ processes: worker.prepareSlots }), metrics)),
  renderer: open(countedRenderings(createLetterRenderer({ processes: worker.prepareSlots }), metrics)),
});

function openCallbacks({ db }: DatabaseHandle, config: Config, secrets: Secrets, { metrics }: Surroundings) {
  assertCallbacksPublic(config);
  const { sealingKey, retiredSealingKeys } = secrets;
  return {
    callbacks: countedCallbacks(createCallbackStore(db, sealingKey, retiredSealingKeys), metrics),
    openCallbackSender: () => createCallbackSender(config.callbacks),
  };
}

/** Joins each port to its adapter. Nothing connects before its first use, so that a process starts while a server is away. */
export function wire(config: Config, secrets: Secrets, surroundings: Surroundings) {
  const opened: Closable[] = [];
  const open = <Part extends Closable>(part: Part): Part => {
    opened.push(part);
    return part;
  };
  const { tenants, all } = open(openPools(config, secrets, surroundings));
  const { db } = all;
  if (surroundings.process === 'worker') surroundings.metrics.watchStanding(() => readStanding(db));
  const temporal = open(openTemporal(readTemporalSettings()));
  return {
    clock: { now: () => new Date() } satisfies Clock,
    letters: createLetterStore(db, tenants.db),
    runs: createRunStore(db),
    batches: createBatchStore(db),
    holds: createHoldStore(db),
    inbound: createInboundStore(db, { filePrefix: config.batches.filePrefix }),
    ...openTenants(tenants, secrets),
    ...openCallbacks(all, config, secrets, surroundings),
    ...openTickets(all, config, secrets, surroundings),
    retention: createRetention(db),
    ...openVolumes(all, config, secrets),
    objects: open(openObjects(config, secrets)),
    zipper: createZipper(),
    notifications: createNotifications(),
    workflows: countedRestarts(open(createWorkflows(temporal.client)), surroundings.metrics),
    schedules: createSchedules(temporal.client, schedules(config.polling.everySeconds)),
    ...openHolidays(config),
    /** Only where it is used: an API needs no printer's settings. */
    openPrinter: (): Printer => open(openPrinter(config, secrets)),
    openPdfs: (): Pdfs => openPdfs(config, surroundings, open),
    openPictures: (): PagePictures => open(createPagePictures()),
    assertSchema: () => assertSchema(tenants.db),
    migrate: () => migrate(secrets.databaseUrl),
    /** Closes what was opened, the last first. */
    async close(): Promise<void> {
      for (const part of opened.reverse()) await part.close();
    },
  };
}

export type Wiring = ReturnType<typeof wire>;
