/** The only reader of the environment. Every setting is documented in `.env.example`. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ConfigurationError, type Environment, withFiles } from './setting-files';

const ENVIRONMENTS = ['development', 'test', 'preview', 'staging', 'production', 'live'] as const;
const QUEUES = ['letters', 'letters-transfer', 'letters-prepare'] as const;
/** The printer takes no zip over 2 GB; the batch limit counts PDFs, so it keeps a distance. */
const LARGEST_BATCH_BYTES = 1_900_000_000;

const text = z.string().min(1);
const list = text.transform((value) => value.split(',').map((part) => part.trim()));
const port = z.coerce.number().int().min(0).max(65_535);
const count = (smallest: number, largest: number) => z.coerce.number().int().min(smallest).max(largest);
const flag = z.enum(['true', 'false']).transform((value) => value === 'true');
const fingerprint = text.regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'must be SHA256:… as `ssh-keygen -lf` prints it');
const sealingKey = text.regex(/^[A-Za-z0-9+/]{43}=$/, 'must be 32 random bytes in base64 (openssl rand -base64 32)');
const folder = text.regex(/^[^\0]*[^/\0]$/, 'must be a folder without a slash at its end');
/** Under any of these Postroom keeps what it wrote itself. */
const RESERVED = /^(incoming|accepted|inbound|zips|manifests|sent|\d{4}-\d\d-\d\d)\//;
const responses = text
  .regex(/^[^\0/][^\0]*\/$/, 'must be a prefix that ends with a slash')
  .refine((value) => !RESERVED.test(value), 'is where Postroom keeps files of its own');

const settings = z.object({
  NOTIFY_ENVIRONMENT: z.enum(ENVIRONMENTS),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  DATABASE_URL: text.regex(/^postgres(ql)?:\/\//, 'must start with postgres://'),
  DATABASE_POOL_MAX: count(1, 100).default(15),
  DATABASE_POOL_WAIT_SECONDS: count(1, 300).default(30),
  S3_ENDPOINT: z.url().optional(),
  S3_REGION: text.default('eu-west-2'),
  S3_BUCKET: text,
  S3_ACCESS_KEY_ID: text.optional(),
  S3_SECRET_ACCESS_KEY: text.optional(),
  S3_PATH_STYLE: flag.default(true),
  S3_CHECKSUMS: z.enum(['WHEN_SUPPORTED', 'WHEN_REQUIRED']).default('WHEN_SUPPORTED'),
  SEALING_KEY: sealingKey,
  RETIRED_SEALING_KEYS: list.pipe(z.array(sealingKey)).default([]),
  PRINTER_HOST: text.optional(),
  PRINTER_PORT: port.default(22),
  PRINTER_USERNAME: text.optional(),
  PRINTER_PRIVATE_KEY: text.optional(),
  PRINTER_HOST_KEYS: list.pipe(z.array(fingerprint).min(1)).optional(),
  PRINTER_INBOX: folder.default('notify'),
  PRINTER_STAGING: folder.default('staging'),
  PRINTER_OUTBOX: folder.default('outbox'),
  PRINTER_MAX_CONNECTIONS: count(2, 64).default(6),
  PRINTER_WRITES_IN_FLIGHT: count(1, 64).default(16),
  PRINTER_CALL_SECONDS: count(1, 600).default(30),
  FILE_PREFIX: text.regex(/^[A-Z0-9]+$/, 'must be upper-case letters and digits').default('NOTIFY'),
  BATCH_MAX_BYTES: count(1, LARGEST_BATCH_BYTES).default(500_000_000),
  BATCH_MAX_LETTERS: count(1, 60_000).default(5_000),
  POLL_SECONDS: count(1, 3_600).default(300),
  SETTLE_SECONDS: count(0, 3_600).default(60),
  TICKET_WEBHOOK_URL: z.url().optional(),
  TICKET_WEBHOOK_TOKEN: text.optional(),
  VOLUMES_WEBHOOK_URL: z.url().optional(),
  VOLUMES_WEBHOOK_TOKEN: text.optional(),
  ZENDESK_URL: z.url().optional(),
  ZENDESK_EMAIL: text.optional(),
  ZENDESK_TOKEN: text.optional(),
  BANK_HOLIDAYS_FILE: text.optional(),
  RESPONSES_PREFIX: responses.default('responses/'),
  API_HOST: text.default('0.0.0.0'),
  API_PORT: port.default(6011),
  PUBLIC_URL: z.url().optional(),
  PRINTER_EVENT_TOPICS: list.pipe(z.array(text.regex(/^arn:\S+$/, 'must be ARNs of topics'))).default([]),
  DOCUMENTATION_URL: z.url().default('https://docs.notifications.service.gov.uk/rest-api.html#authorisation-header'),
  WORKER_QUEUES: list.pipe(z.array(z.enum(QUEUES)).min(1)).default([...QUEUES]),
  WORKER_METRICS_PORT: port.default(9464),
  TEMPORAL_METRICS_ADDRESS: text.regex(/^\S+:\d+$/, 'must be host:port').optional(),
  TRANSFER_SLOTS: count(1, 8).default(4),
  PREPARE_SLOTS: count(1, 64).default(Math.min(64, availableParallelism())),
});

/** Every setting there is. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

function parse(environment: Environment) {
  const present = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(present);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? 'the environment');
  const value = present[name] === undefined ? 'is missing' : (issue?.message ?? 'is wrong');
  throw new ConfigurationError(`${name}: ${value} (see .env.example)`);
}

type Settings = z.infer<typeof settings>;

/** All of the printer's settings, or null: a process that needs none runs without. */
function printerOf(env: Settings) {
  if (env.PRINTER_HOST === undefined) return null;
  for (const name of ['PRINTER_USERNAME', 'PRINTER_PRIVATE_KEY', 'PRINTER_HOST_KEYS'] as const) {
    if (env[name] === undefined) throw new ConfigurationError(`${name}: is missing though PRINTER_HOST is set`);
  }
  return {
    host: env.PRINTER_HOST,
    port: env.PRINTER_PORT,
    username: env.PRINTER_USERNAME ?? '',
    hostKeyFingerprints: env.PRINTER_HOST_KEYS ?? [],
    folders: { inbox: env.PRINTER_INBOX, staging: env.PRINTER_STAGING, outbox: env.PRINTER_OUTBOX },
    maxConnections: env.PRINTER_MAX_CONNECTIONS,
    writesInFlight: env.PRINTER_WRITES_IN_FLIGHT,
    callTimeoutMs: env.PRINTER_CALL_SECONDS * 1000,
  };
}

/** The help desk's settings, whole or not at all. */
function zendeskOf({ ZENDESK_URL: url, ZENDESK_EMAIL: email, ZENDESK_TOKEN: token }: Settings) {
  if (url === undefined) return null;
  if (email === undefined) throw new ConfigurationError('ZENDESK_EMAIL: is missing though ZENDESK_URL is set');
  if (token === undefined) throw new ConfigurationError('ZENDESK_TOKEN: is missing though ZENDESK_URL is set');
  return { url: url.replace(/\/+$/, ''), email };
}

function group(env: Settings) {
  return {
    environment: env.NOTIFY_ENVIRONMENT,
    logLevel: env.LOG_LEVEL,
    database: { poolMax: env.DATABASE_POOL_MAX, poolWaitMs: env.DATABASE_POOL_WAIT_SECONDS * 1000 },
    objects: {
      endpoint: env.S3_ENDPOINT ?? null,
      region: env.S3_REGION,
      bucket: env.S3_BUCKET,
      pathStyle: env.S3_PATH_STYLE,
      checksums: env.S3_CHECKSUMS,
    },
    printer: printerOf(env),
    batches: { maxBytes: env.BATCH_MAX_BYTES, maxLetters: env.BATCH_MAX_LETTERS, filePrefix: env.FILE_PREFIX },
    tickets: { webhook: env.TICKET_WEBHOOK_URL !== undefined, zendesk: zendeskOf(env) },
    volumes: { webhook: env.VOLUMES_WEBHOOK_URL !== undefined },
    bankHolidaysFile: env.BANK_HOLIDAYS_FILE ?? null,
    polling: {
      everySeconds: env.POLL_SECONDS,
      settleSeconds: env.SETTLE_SECONDS,
      responsesPrefix: env.RESPONSES_PREFIX,
    },
    api: {
      host: env.API_HOST,
      port: env.API_PORT,
      publicUrl: env.PUBLIC_URL ?? null,
      documentationUrl: env.DOCUMENTATION_URL,
      eventTopics: env.PRINTER_EVENT_TOPICS,
    },
    worker: {
      queues: env.WORKER_QUEUES,
      metricsPort: env.WORKER_METRICS_PORT,
      temporalMetricsAddress: env.TEMPORAL_METRICS_ADDRESS ?? null,
      transferSlots: env.TRANSFER_SLOTS,
      prepareSlots: env.PREPARE_SLOTS,
    },
  };
}

/** Settings that may be logged. */
export type Config = ReturnType<typeof group>;

type Webhook = Readonly<{ url: string; token: string | null }>;
const webhookOf = (url: string | undefined, token = '') => (url === undefined ? null : { url, token: token || null });

/** Kept apart, so that a configuration can be logged. */
export interface Secrets {
  readonly databaseUrl: string;
  readonly objectsAccessKeyId: string | null;
  readonly objectsSecretAccessKey: string | null;
  readonly sealingKey: Buffer;
  /** They open what they have sealed, and seal nothing more. */
  readonly retiredSealingKeys: readonly Buffer[];
  /** Several while a login is rotated; empty without a printer. */
  readonly printerPrivateKeys: readonly string[];
  /** Many receivers put a secret into the address itself. */
  readonly ticketWebhook: Webhook | null;
  readonly volumesWebhook: Webhook | null;
  readonly zendeskToken: string | null;
}

/** One after another in one text, as in a file of keys. */
const keysOf = (pem: string): string[] => pem.match(/-----BEGIN[^]+?-----END[^\n]*/g)?.map((key) => `${key}\n`) ?? [];

/** Reads and checks all settings. Throws ConfigurationError, one line that names the setting. */
export function readConfig(environment: Environment = process.env): { config: Config; secrets: Secrets } {
  const env = parse(withFiles(environment));
  return {
    config: group(env),
    secrets: {
      databaseUrl: env.DATABASE_URL,
      objectsAccessKeyId: env.S3_ACCESS_KEY_ID ?? null,
      objectsSecretAccessKey: env.S3_SECRET_ACCESS_KEY ?? null,
      sealingKey: Buffer.from(env.SEALING_KEY, 'base64'),
      retiredSealingKeys: env.RETIRED_SEALING_KEYS.map((key) => Buffer.from(key, 'base64')),
      printerPrivateKeys: keysOf(env.PRINTER_PRIVATE_KEY ?? ''),
      ticketWebhook: webhookOf(env.TICKET_WEBHOOK_URL, env.TICKET_WEBHOOK_TOKEN),
      volumesWebhook: webhookOf(env.VOLUMES_WEBHOOK_URL, env.VOLUMES_WEBHOOK_TOKEN),
      zendeskToken: env.ZENDESK_TOKEN ?? null,
    },
  };
}
