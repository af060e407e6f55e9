/** The API as it runs in production, on Postgres and S3 of its own; only Temporal is a recorder, since no answer needs it. */
import type { Express } from 'express';
import { Pool } from 'pg';
import request from 'supertest';
import type { Database } from '../../src/adapters/postgres/schema';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createHoldStore } from '../../src/adapters/postgres/hold-store';
import { createIdempotencyStore } from '../../src/adapters/postgres/idempotency-store';
import { OPERATIONS_ROLE } from '../../src/adapters/postgres/pools';
import { createRunStore } from '../../src/adapters/postgres/run-store';
import { createVolumeStore } from '../../src/adapters/postgres/volumes';
import { createSendingLimits } from '../../src/adapters/postgres/sending-limits';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { createTemplateStore } from '../../src/adapters/postgres/template-store';
import { createPagePictures } from '../../src/adapters/pdf/create-page-pictures';
import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { createApp } from '../../src/api/app';
import type { ApiDependencies, ApiSettings } from '../../src/api/dependencies';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import type { RecordedAct } from '../../src/domain/batch-acts';
import type { KeyKind, LetterId } from '../../src/domain/letter';
import type { PrintRun } from '../../src/domain/print-run';
import type { ApiKey, Service } from '../../src/domain/service';
import { createLogger } from '../../src/log';
import { createMetrics } from '../../src/metrics';
import type { ServiceStore, TemplateStore, Workflows } from '../../src/ports';
import type { NewTemplate } from '../../src/domain/template';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { createTestBucket } from '../support/bucket';
import { createTestDatabase } from '../support/database';
import { signToken } from './tokens';

export const SEALING_KEY = Buffer.alloc(32, 7);
export const NOW = new Date('2026-01-05T12:00:00.123Z');

export interface RecordedWorkflows extends Workflows {
  readonly hinted: LetterId[];
  readonly started: PrintRun[];
  readonly told: RecordedAct[];
  available: boolean;
}

export function recordWorkflows(): RecordedWorkflows {
  const recorder: RecordedWorkflows = {
    hinted: [],
    started: [],
    told: [],
    available: true,
    hintPrepare: (id) => void recorder.hinted.push(id),
    ensurePrepareDrains: () => Promise.resolve(),
    startRun: (run) => {
      if (!recorder.available) return Promise.reject(new Error('Temporal does not answer'));
      recorder.started.push(run);
      return Promise.resolve();
    },
    startInboundFile: () => Promise.resolve(),
    hintBatches: () => Promise.resolve(),
    hintCallbacks: () => Promise.resolve(),
    tellBatch: (act) => {
      if (!recorder.available) return Promise.reject(new Error('Temporal does not answer'));
      recorder.told.push(act);
      return Promise.resolve();
    },
    runDeadlineCheck: () => Promise.resolve({}),
    runAcknowledgementCheck: () => Promise.resolve({}),
    runStuckCheck: () => Promise.resolve({}),
    runRetention: () => Promise.resolve({}),
    restartBatches: () => Promise.resolve([]),
    restartPrepareDrains: () => Promise.resolve(0),
    restartCallbackDrains: () => Promise.resolve(0),
    stageOfBatch: () => Promise.resolve(undefined),
    healthy: () => Promise.resolve(recorder.available),
  };
  return recorder;
}

/** A service with one key, and how its requests are signed. */
export interface Tenant {
  readonly service: Service;
  readonly key: ApiKey;
  readonly secret: string;
  readonly authorization: () => string;
}

export type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string; readonly level: string };

async function createTenant(services: ServiceStore, kind: KeyKind, service: Service, now: () => Date): Promise<Tenant> {
  const { key, secret } = await services.createKey(service.id, { name: kind, kind });
  const authorization = () =>
    `Bearer ${signToken({ secret, claims: { iss: service.id, iat: Math.floor(now().getTime() / 1000) } })}`;
  return { service, key, secret, authorization };
}

export interface World {
  readonly deps: ApiDependencies;
  readonly workflows: RecordedWorkflows;
  readonly clock: { now(): Date; set(instant: Date): void };
  /** Services as the command line makes them. */
  readonly services: ServiceStore;
  readonly templates: TemplateStore;
  /** All that was logged, in order. */
  readonly logged: LogLine[];
  /** The tables with the rights of their owner. */
  readonly owner: Database;
  /** Statements as the owner of the tables. */
  sql(statement: string, ...values: readonly unknown[]): Promise<readonly Readonly<Record<string, unknown>>[]>;
  app(changes?: Partial<ApiDependencies>, settings?: Partial<ApiSettings>): Express;
  tenant(kind?: KeyKind, live?: boolean): Promise<Tenant>;
  /** One more key of a service. */
  keyOf(service: Service, kind: KeyKind): Promise<Tenant>;
  urlAs(role: string): string;
  close(): Promise<void>;
}

export async function createWorld(): Promise<World> {
  const [database, { remove, bucket, ...s3 }] = await Promise.all([createTestDatabase(), createTestBucket()]);
  const api = createDatabase({ url: database.urlAs('postroom_api') });
  const operations = createDatabase({ url: database.urlAs('postroom_api'), role: OPERATIONS_ROLE });
  const owner = createDatabase({ url: database.url });
  const raw = new Pool({ connectionString: database.url, max: 1 });
  const objects = createObjectStore({ ...s3, bucket, pathStyle: true, checksums: 'WHEN_SUPPORTED' });
  let now = NOW;
  const clock = { now: () => now, set: (instant: Date) => void (now = instant) };
  const logged: LogLine[] = [];
  const workflows = recordWorkflows();
  const services = createServiceStore(owner.db, SEALING_KEY);
  const pictures = createPagePictures();
  const deps: ApiDependencies = {
    letters: createLetterStore(operations.db, api.db),
    runs: createRunStore(operations.db),
    volumes: createVolumeStore(operations.db),
    batches: createBatchStore(operations.db),
    holds: createHoldStore(operations.db),
    services: createServiceStore(api.db, SEALING_KEY),
    templates: createTemplateStore(api.db),
    idempotency: createIdempotencyStore(api.db),
    sendingLimits: createSendingLimits(api.db),
    objects,
    pictures,
    workflows,
    schedules: { trigger: () => Promise.resolve(true) },
    notifications: { isSigned: () => Promise.resolve(true), confirm: () => Promise.resolve() },
    clock,
    limits: DEFAULT_LIMITS,
    calendar: ENGLAND_AND_WALES,
    log: createLogger('api', 'info', { write: (line) => void logged.push(JSON.parse(line) as LogLine) }),
    metrics: createMetrics('api'),
    settings: {
      environment: 'test',
      publicUrl: null,
      documentationUrl: 'https://docs.example/tokens',
      eventTopics: [],
    },
  };
  return {
    deps,
    workflows,
    clock,
    services,
    templates: createTemplateStore(owner.db),
    logged,
    owner: owner.db,
    sql: async (statement, ...values) =>
      (await raw.query<Readonly<Record<string, unknown>>>(statement, [...values])).rows,
    app: (changes = {}, settings = {}) =>
      createApp({ ...deps, ...changes, settings: { ...deps.settings, ...settings } }),
    tenant: async (kind = 'live', live = true) => {
      const service = await services.create({ name: `Service with a ${kind} key`, live });
      return createTenant(services, kind, service, clock.now);
    },
    keyOf: (service, kind) => createTenant(services, kind, service, clock.now),
    urlAs: database.urlAs,
    close: async () => {
      await Promise.all([api.close(), operations.close(), owner.close(), raw.end(), pictures.close()]);
      objects.close();
      await Promise.all([database.drop(), remove()]);
    },
  };
}

export const v2Error = (status: number, error: string, ...messages: readonly string[]) => ({
  status_code: status,
  errors: messages.map((message) => ({ error, message })),
});

export const PDF = Buffer.from('%PDF-1.7 a letter');

export const precompiled = (changes: object = {}) => ({
  reference: 'reference of the team',
  content: PDF.toString('base64'),
  ...changes,
});

/** A template as the command line makes it. */
export const makeTemplate = (world: World, { service }: Tenant, changes: Partial<NewTemplate> = {}) =>
  world.templates.create({
    serviceId: service.id,
    name: 'Renewal',
    subject: 'Your passport',
    body: 'Dear ((name))',
    contactBlock: null,
    postage: 'second',
    createdBy: 'jo@example.gov.uk',
    ...changes,
  });

export const ADDRESS = { address_line_1: 'Mx One', address_line_2: '1 High St', postcode: 'sw1a1aa' } as const;

export const get = (app: Express, tenant: Tenant, path: string) =>
  request(app).get(path).set('Authorization', tenant.authorization());

export const postLetter = (app: Express, tenant: Tenant, body: object | string = precompiled()) =>
  request(app)
    .post('/v2/notifications/letter')
    .set('Authorization', tenant.authorization())
    .set('Content-Type', 'application/json')
    .send(body);

/** A text of this form, for `toEqual`. */
export const like = (pattern: RegExp): unknown => expect.stringMatching(pattern);
