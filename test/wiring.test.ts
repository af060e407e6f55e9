import { readConfig } from '../src/config';
import { createLogger } from '../src/log';
import { createMetrics } from '../src/metrics';
import { wire } from '../src/wiring';

const settings = (environment: string) => ({
  NOTIFY_ENVIRONMENT: environment,
  DATABASE_URL: 'postgres://postroom_worker:secret@localhost/postroom',
  S3_BUCKET: 'postroom',
  SEALING_KEY: Buffer.alloc(32, 1).toString('base64'),
  CALLBACKS_ALLOW_PRIVATE: 'true',
});

async function start(environment: string): Promise<void> {
  const { config, secrets } = readConfig(settings(environment));
  const log = createLogger('command-line', 'error', process.stderr);
  await wire(config, secrets, { process: 'command-line', log, metrics: createMetrics('command-line') }).close();
}

describe('Callbacks to private addresses', () => {
  test.each(['production', 'live'])('stop every process of %s at its start, in one line', async (environment) => {
    await expect(start(environment)).rejects.toThrow(
      'CALLBACKS_ALLOW_PRIVATE: is for local use, not for production (see .env.example)',
    );
  });

  test.each(['development', 'test', 'preview', 'staging'])('are to be had in %s', async (environment) => {
    await expect(start(environment)).resolves.toBeUndefined();
  });
});
