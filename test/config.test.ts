import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '../src/config';
import { ConfigurationError } from '../src/setting-files';
import { SETTING_NAMES } from '../src/settings';
import { ENVIRONMENTS } from '../src/domain/environment';

const CHECKOUT = join(__dirname, '..');
const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

const sufficient = {
  NOTIFY_ENVIRONMENT: 'test',
  DATABASE_URL: 'postgres://postroom_worker:secret@localhost/postroom',
  S3_BUCKET: 'postroom',
  SEALING_KEY: Buffer.alloc(32, 1).toString('base64'),
};
const withPrinter = {
  ...sufficient,
  PRINTER_HOST: 'printer.example',
  PRINTER_USERNAME: 'postroom',
  PRINTER_PRIVATE_KEY: '-----BEGIN A-----\nx\n-----END A-----\n-----BEGIN B-----\ny\n-----END B-----\n',
  PRINTER_HOST_KEYS: `${FINGERPRINT}, ${FINGERPRINT}`,
};

const without = (environment: Record<string, string>, name: string) =>
  Object.fromEntries(Object.entries(environment).filter(([key]) => key !== name));

function messageOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
    return 'no error';
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigurationError);
    return (error as ConfigurationError).message;
  }
}

describe('The configuration', () => {
  test.each(['NOTIFY_ENVIRONMENT', 'DATABASE_URL', 'S3_BUCKET', 'SEALING_KEY'])(
    'names %s when it is missing',
    (name) => {
      expect(messageOf(without(sufficient, name))).toBe(`${name}: is missing (see .env.example)`);
    },
  );

  test.each([
    ['NOTIFY_ENVIRONMENT', 'moon'],
    ['DATABASE_URL', 'mysql://x'],
    ['SEALING_KEY', 'short'],
    ['BATCH_MAX_BYTES', '2000000000'],
    ['BATCH_MAX_LETTERS', '0'],
    ['WORKER_QUEUES', 'letters,post'],
    ['PRINTER_HOST_KEYS', 'aa:bb:cc'],
    ['TRANSFER_SLOTS', '9'],
    ['S3_ENDPOINT', 'not a url'],
    ['POLL_SECONDS', 'often'],
  ])('names %s in one line when it is %s', (name, value) => {
    const message = messageOf({ ...sufficient, [name]: value });
    expect(message).toMatch(new RegExp(`^${name}: .+ \\(see \\.env\\.example\\)$`));
    expect(message).not.toContain('\n');
  });

  test.each(['PRINTER_USERNAME', 'PRINTER_PRIVATE_KEY', 'PRINTER_HOST_KEYS'])(
    'is whole for the printer or has none: %s is asked for',
    (name) => {
      expect(messageOf(without(withPrinter, name))).toContain(`${name}: is missing`);
    },
  );

  test('takes several host keys and logins while they are rotated', () => {
    const { config, secrets } = readConfig(withPrinter);
    expect(config.printer?.hostKeyFingerprints).toEqual([FINGERPRINT, FINGERPRINT]);
    expect(secrets.printerPrivateKeys).toHaveLength(2);
  });

  test('keeps earlier sealing keys while API keys sealed with them are in use', () => {
    const [first, second] = [2, 3].map((byte) => Buffer.alloc(32, byte).toString('base64'));
    const { secrets } = readConfig({ ...sufficient, RETIRED_SEALING_KEYS: `${first},${second}` });
    expect(secrets.retiredSealingKeys).toEqual([Buffer.alloc(32, 2), Buffer.alloc(32, 3)]);
    expect(readConfig(sufficient).secrets.retiredSealingKeys).toEqual([]);
    expect(messageOf({ ...sufficient, RETIRED_SEALING_KEYS: 'short' })).toMatch(/^RETIRED_SEALING_KEYS: must be 32/);
  });

  test('can be logged: it holds no secret', () => {
    const { config } = readConfig(withPrinter);
    expect(JSON.stringify(config)).not.toMatch(/secret|BEGIN|AQEB/);
  });

  test('reads a secret from a file, and refuses one that is given twice', () => {
    const folder = mkdtempSync(join(tmpdir(), 'postroom-config-'));
    const file = join(folder, 'url');
    writeFileSync(file, `${sufficient.DATABASE_URL}\n`);
    const rest = without(sufficient, 'DATABASE_URL');
    expect(readConfig({ ...rest, DATABASE_URL_FILE: file }).secrets.databaseUrl).toBe(sufficient.DATABASE_URL);
    expect(messageOf({ ...sufficient, DATABASE_URL_FILE: file })).toContain('both set');
    rmSync(folder, { recursive: true });
    expect(messageOf({ ...rest, DATABASE_URL_FILE: file })).toContain('DATABASE_URL_FILE cannot be read');
  });

  test('row 11: takes production and live, and every environment that the domain knows', () => {
    for (const environment of ENVIRONMENTS) {
      expect(readConfig({ ...sufficient, NOTIFY_ENVIRONMENT: environment }).config.environment).toBe(environment);
    }
  });

  test('is documented: .env.example names each setting once', () => {
    const example = readFileSync(join(CHECKOUT, '.env.example'), 'utf8');
    const named = [...example.matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name = '']) => name);
    const ours = named.filter((name) => !name.startsWith('TEMPORAL_') || name === 'TEMPORAL_METRICS_ADDRESS');
    expect([...ours].sort()).toEqual([...SETTING_NAMES].sort());
  });

  test.each(['src/worker.ts', 'src/api/server.ts'])('that is wrong stops %s at once with that one line', (entry) => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', entry], {
      cwd: CHECKOUT,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], ...sufficient, S3_BUCKET: '' },
    });
    expect(status).toBe(1);
    expect(stderr.trim()).toBe('S3_BUCKET: is missing (see .env.example)');
  });
});
