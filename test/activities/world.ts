import { randomBytes } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createCallbackSender } from '../../src/adapters/http/create-callback-sender';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createCallbackStore } from '../../src/adapters/postgres/callback-store';
import { createHoldStore } from '../../src/adapters/postgres/hold-store';
import { createInboundStore } from '../../src/adapters/postgres/inbound-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createRetention } from '../../src/adapters/postgres/retention';
import { createRunStore } from '../../src/adapters/postgres/run-store';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../src/adapters/postgres/template-store';
import { createTicketDeliveries } from '../../src/adapters/postgres/ticket-deliveries';
import { createTickets } from '../../src/adapters/postgres/tickets';
import { createVolumeStore } from '../../src/adapters/postgres/volumes';
import { createLetterRenderer } from '../../src/adapters/render/create-letter-renderer';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { createPrinter } from '../../src/adapters/sftp/create-printer';
import { createZipper } from '../../src/adapters/zip/create-zipper';
import { createActivities } from '../../src/activities';
import type { ActivityDependencies } from '../../src/activities/dependencies';
import type { Activities } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import { ZONES } from '../../src/domain/country';
import { type Day, parseDay } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import type { PdfInspector, TicketSink, Workflows } from '../../src/ports';
import { createTestBucket } from '../support/bucket';
import { createTestDatabase } from '../support/database';
import { startTestPrinter } from '../support/printer';
import { type ActivityRun, runActivity } from './run-activity';

export function must<Value>(value: Value | undefined | null): Value {
  if (value === undefined || value === null) throw new Error('the test asked for something that is not there');
  return value;
}

export const aDay = (text: string): Day => must(parseDay(text));
/** A Monday; the Tuesday after it is a working day. */
export const DAY = aDay('2026-03-02');
export const LIMITS = { maxBytes: 500_000_000, maxLetters: 5_000 };
export const OWNER_SEALING_KEY = randomBytes(32);

export interface LogLine {
  readonly level: 'info' | 'error';
  readonly message: string;
  readonly [field: string]: unknown;
}

const REFUSED = {
  kind: 'refused',
  failure: 'unable-to-read-the-file',
  pages: null,
  pagesAtFault: [],
  because: 'is damaged',
} as const;

/** Says of each PDF what its text says: `pages=3 to=europe 1 High Street`, or that it is none. */
const readsItsText: PdfInspector = {
  inspect: (pdf) => {
    const [, pages, to, street = ''] = /^pages=(\d+)(?: to=(\S+))?(.*)/.exec(pdf.toString()) ?? [];
    const zone = ZONES.find((each) => each === to) ?? 'united-kingdom';
    const address = { lines: ['A Reader', street.trim() || '1 High Street', 'SW1A 1AA'], zone };
    return Promise.resolve(
      pages === undefined ? REFUSED : { kind: 'letter', pdf, pages: Number(pages), address, notes: [] },
    );
  },
  close: () => Promise.resolve(),
};

function recordWorkflows() {
  const hinted: BatchId[] = [];
  const lost = new Set<BatchId>();
  const stages = new Map<BatchId, string>();
  const workflows: Workflows = {
    hintPrepare: () => undefined,
    ensurePrepareDrains: () => Promise.resolve(),
    startRun: () => Promise.resolve(),
    startInboundFile: () => Promise.resolve(),
    hintBatches: (ids) => Promise.resolve(void hinted.push(...ids)),
    hintCallbacks: () => Promise.resolve(),
    tellBatch: () => Promise.resolve(),
    runDeadlineCheck: () => Promise.resolve(),
    runAcknowledgementCheck: () => Promise.resolve(),
    runStuckCheck: () => Promise.resolve(),
    runRetention: () => Promise.resolve(),
    restartBatches: (ids) => Promise.resolve(ids.filter((id) => lost.has(id))),
    restartPrepareDrains: () => Promise.resolve(0),
    restartCallbackDrains: (ids) => Promise.resolve(ids.length),
    stageOfBatch: (id) => Promise.resolve(stages.get(id)),
    healthy: () => Promise.resolve(true),
  };
  return { hinted, lost, stages, workflows };
}

/** Activities on a Postgres, an S3 and a printer of their own; only Temporal and the PDF inspector are stood in for. */
export async function openWorld() {
  const [database, { remove, bucket, ...s3 }, printer] = await Promise.all([
    createTestDatabase(),
    createTestBucket(),
    startTestPrinter(),
  ]);
  await printer.control.control({ robot: { taking: false } });
  const owner = createDatabase({ url: database.url });
  const worker = createDatabase({ url: database.urlAs('postroom_worker') });
  const { db } = worker;
  const objects = createObjectStore({ ...s3, bucket, pathStyle: true, checksums: 'WHEN_SUPPORTED' });
  const { host, port, username, staging, inbox, outbox } = printer;
  const sftp = createPrinter({
    host,
    port,
    username,
    privateKeys: [await readFile(printer.privateKeyFile, 'utf8')],
    hostKeyFingerprints: [printer.hostKeyFingerprint],
    folders: { staging, inbox, outbox },
    maxConnections: 6,
  });

  const logged: LogLine[] = [];
  const log = {
    info: (fields: object, message: string) => void logged.push({ ...fields, level: 'info', message }),
    error: (fields: object, message: string) => void logged.push({ ...fields, level: 'error', message }),
  };
  const { hinted, lost, stages, workflows } = recordWorkflows();
  let now = new Date('2026-03-02T18:00:00.000Z');

  const ports = {
    letters: createLetterStore(db),
    runs: createRunStore(db),
    batches: createBatchStore(db),
    inbound: createInboundStore(db),
    tickets: createTickets(db, { error: () => undefined }),
    deliveries: createTicketDeliveries(db),
    sinks: [] as readonly TicketSink[],
    callbacks: createCallbackStore(db, OWNER_SEALING_KEY),
    sender: createCallbackSender({ allowPrivate: true, patienceMs: 3_000 }),
    retention: createRetention(db),
    volumes: createVolumeStore(db),
    objects,
    zipper: createZipper(),
    printer: sftp,
    inspector: readsItsText,
    renderer: createLetterRenderer({ processes: 1 }),
    workflows,
    clock: { now: () => now },
  };
  const rest = {
    calendar: ENGLAND_AND_WALES,
    environment: 'production',
    volumesSink: null,
    scanner: null,
    log,
    settings: { limits: LIMITS, filePrefix: 'NOTIFY', settleSeconds: 60, responsesPrefix: 'responses/' },
  } as const;

  /** The activities as a process of their own has them. */
  const activitiesOn = (given: typeof ports, changes: Partial<ActivityDependencies> = {}): Activities =>
    createActivities({ ...rest, ...given, ...changes });

  return {
    ...ports,
    ports,
    activitiesOn,
    activities: activitiesOn(ports),
    /** What the API and the operators do. */
    others: {
      services: createServiceStore(owner.db, OWNER_SEALING_KEY),
      templates: createTemplateStore(owner.db),
      holds: createHoldStore(owner.db),
      callbacks: createCallbackStore(owner.db, OWNER_SEALING_KEY),
      letters: createLetterStore(owner.db),
      runs: createRunStore(owner.db),
    },
    /** Reaches the database as its owner. */
    url: database.url,
    /** The tables with the rights of their owner. */
    tables: owner.db,
    robot: printer,
    logged,
    hinted,
    /** Batches whose workflow does not run. */
    lost,
    /** What the workflows of batches are at. */
    stages,
    setNow: (instant: Date) => void (now = instant),
    inbox: () => readdir(printer.folders.inbox),
    staged: () => readdir(printer.folders.staging),
    close: async () => {
      await Promise.all([sftp.close(), ports.renderer.close()]);
      await Promise.all([worker.close(), owner.close(), printer.close()]);
      objects.close();
      await Promise.all([database.drop(), remove()]);
    },
  };
}
export type World = Awaited<ReturnType<typeof openWorld>>;

/** Runs one activity of a process. */
export const run = <Name extends keyof Activities>(
  activities: Activities,
  name: Name,
  input: Parameters<Activities[Name]>[0],
  how?: ActivityRun,
): ReturnType<Activities[Name]> => {
  const activity = activities[name] as (given: typeof input) => ReturnType<Activities[Name]>;
  return runActivity(() => activity(input) as Promise<unknown>, how) as ReturnType<Activities[Name]>;
};
