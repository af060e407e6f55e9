/** Each setting's name, form and default. Every one is documented in `.env.example`. */
import { availableParallelism } from 'node:os';
import { z } from 'zod';
import { ConfigurationError, type Environment, withFiles } from './setting-files';

const ENVIRONMENTS = ['development', 'test', 'preview', 'staging', 'production', 'live'] as const;
const QUEUES = ['letters', 'letters-transfer', 'letters-prepare', 'letters-callbacks'] as const;
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
const RESERVED = /^(incoming|accepted|cancelled|inbound|zips|manifests|sent|\d{4}-\d\d-\d\d)\//;
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
  CALLBACK_SLOTS: count(1, 200).default(64),
  CALLBACKS_ALLOW_PRIVATE: flag.default(false),
  CLAMD_ADDRESS: text.regex(/^\S+:\d{1,5}$/, 'must be host:port').optional(),
  PREPARE_SLOTS: count(1, 64).default(Math.min(64, availableParallelism())),
});

/** Every setting there is. */
export const SETTING_NAMES: readonly string[] = Object.keys(settings.shape);

export type Settings = z.infer<typeof settings>;

/** Throws ConfigurationError, one line that names the setting that is missing or wrong. */
export function parseSettings(environment: Environment): Settings {
  const present = Object.fromEntries(Object.entries(withFiles(environment)).filter(([, value]) => value !== ''));
  const parsed = settings.safeParse(present);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? 'the environment');
  const value = present[name] === undefined ? 'is missing' : (issue?.message ?? 'is wrong');
  throw new ConfigurationError(`${name}: ${value} (see .env.example)`);
}
