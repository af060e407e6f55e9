/** The only reader of the environment: settings grouped as the rooms want them, secrets apart. */
import { ConfigurationError, type Environment } from './setting-files';
import { type Settings, parseSettings } from './settings';

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

/** Where letters are scanned for viruses, or null: nowhere. */
function clamdOf({ CLAMD_ADDRESS: address }: Settings) {
  if (address === undefined) return null;
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}

function workerOf(env: Settings) {
  return {
    queues: env.WORKER_QUEUES,
    metricsPort: env.WORKER_METRICS_PORT,
    temporalMetricsAddress: env.TEMPORAL_METRICS_ADDRESS ?? null,
    transferSlots: env.TRANSFER_SLOTS,
    prepareSlots: env.PREPARE_SLOTS,
    clamd: clamdOf(env),
    callbackSlots: env.CALLBACK_SLOTS,
  };
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
    callbacks: { allowPrivate: env.CALLBACKS_ALLOW_PRIVATE },
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
    worker: workerOf(env),
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
  const env = parseSettings(environment);
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
