/** The command line on Postgres and S3 of its own, with the rights of an operator; only Temporal and the printer are stand-ins. */
import { createBankHolidays } from '../../src/adapters/holidays/create-bank-holidays';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createCallbackStore } from '../../src/adapters/postgres/callback-store';
import { createHoldStore } from '../../src/adapters/postgres/hold-store';
import { createInboundStore } from '../../src/adapters/postgres/inbound-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { type DatabaseHandle, createDatabase } from '../../src/adapters/postgres/pool';
import { createFooterStore } from '../../src/adapters/postgres/footer-store';
import { createLogoStore } from '../../src/adapters/postgres/logo-store';
import { createRunStore } from '../../src/adapters/postgres/run-store';
import { createVolumeStore } from '../../src/adapters/postgres/volumes';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../src/adapters/postgres/template-store';
import { createTicketDeliveries } from '../../src/adapters/postgres/ticket-deliveries';
import { createTickets } from '../../src/adapters/postgres/tickets';
import { createPagePictures } from '../../src/adapters/pdf/create-page-pictures';
import { createPdfInspector } from '../../src/adapters/pdf/create-pdf-inspector';
import { createLetterRenderer } from '../../src/adapters/render/create-letter-renderer';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import type { CliDependencies } from '../../src/cli/dependencies';
import { runCli } from '../../src/cli/postroom';
import type { ScheduleStatus } from '../../src/ports';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { createTestBucket } from '../support/bucket';
import { createTestDatabase } from '../support/database';
import { type Recorder, recordTemporal, silentPrinter } from './stand-ins';

const NOW = new Date('2026-01-05T12:00:00Z');
const SEALING_KEY = Buffer.alloc(32, 7);

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly error: string;
}

export interface CliWorld {
  readonly deps: CliDependencies;
  /** The tables with the rights of their owner. */
  readonly owner: CliDependencies;
  /** The database itself, as its owner. */
  readonly database: DatabaseHandle;
  readonly temporal: Recorder;
  readonly schedules: Map<string, ScheduleStatus>;
  /** Runs one command as alex. */
  run(...argv: readonly string[]): Promise<Said>;
  /** Runs one command that goes well, and gives its JSON. */
  json(...argv: readonly string[]): Promise<unknown>;
  close(): Promise<void>;
}

const storesOf = ({ db }: DatabaseHandle) => ({
  letters: createLetterStore(db),
  runs: createRunStore(db),
  volumes: createVolumeStore(db),
  batches: createBatchStore(db),
  holds: createHoldStore(db),
  inbound: createInboundStore(db),
  services: createServiceStore(db, SEALING_KEY),
  templates: createTemplateStore(db),
  logos: createLogoStore(db),
  footers: createFooterStore(db),
  callbacks: createCallbackStore(db, SEALING_KEY),
  tickets: createTickets(db, { error: () => undefined }, ['webhook']),
  deliveries: createTicketDeliveries(db),
});

async function say(argv: readonly string[], open: () => CliDependencies): Promise<Said> {
  const out: string[] = [];
  const error: string[] = [];
  const surroundings = { out: (line: string) => void out.push(line), error: (line: string) => void error.push(line) };
  const code = await runCli(argv, { ...surroundings, user: 'alex', open });
  return { code, out: out.join('\n'), error: error.join('\n') };
}

export async function createCliWorld(): Promise<CliWorld> {
  const [database, { remove, bucket, ...s3 }] = await Promise.all([createTestDatabase(), createTestBucket()]);
  const operator = createDatabase({ url: database.urlAs('postroom_operator'), max: 4 });
  const owner = createDatabase({ url: database.url, max: 4 });
  const objects = createObjectStore({ ...s3, bucket, pathStyle: true, checksums: 'WHEN_SUPPORTED' });
  const renderer = createLetterRenderer({ processes: 1 });
  const inspector = createPdfInspector({ processes: 1 });
  const pictures = createPagePictures();
  const temporal = recordTemporal();
  const rest = {
    clock: { now: () => NOW },
    objects,
    workflows: temporal.workflows,
    schedules: temporal.schedules,
    filePrefix: 'NOTIFY',
    limits: DEFAULT_LIMITS,
    callbacksAllowPrivate: false,
    bankHolidays: createBankHolidays(null),
    publicUrl: 'https://letters.example',
    openPrinter: silentPrinter,
    openPdfs: () => ({ renderer, inspector }),
    openPictures: () => pictures,
    migrate: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  };
  const deps: CliDependencies = { ...storesOf(operator), ...rest };
  const run = (...argv: readonly string[]) => say(argv, () => deps);
  return {
    deps,
    owner: { ...storesOf(owner), ...rest },
    database: owner,
    temporal,
    schedules: temporal.states,
    run,
    json: async (...argv) => {
      const { code, out, error } = await run(...argv, '--json');
      if (code !== 0) throw new Error(`exit code ${code}: ${error}`);
      return JSON.parse(out) as unknown;
    },
    close: async () => {
      await Promise.all([operator.close(), owner.close(), renderer.close(), inspector.close(), pictures.close()]);
      objects.close();
      await Promise.all([database.drop(), remove()]);
    },
  };
}
