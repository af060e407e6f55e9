import { once } from 'node:events';
import { readConfig } from '../config';
import { ConfigurationError } from '../setting-files';
import { createLogger } from '../log';
import { createMetrics } from '../metrics';
import { wire } from '../wiring';
import { createApp } from './app';
import { createHardenedServer } from './harden-server';

async function serve(): Promise<void> {
  const { config, secrets } = readConfig();
  const log = createLogger('api', config.logLevel);
  const metrics = createMetrics('api');
  const wiring = wire(config, secrets, { log, metrics, process: 'api' });
  await wiring.assertSchema();
  const { environment, api } = config;
  const app = createApp({
    ...wiring,
    pictures: wiring.openPictures(),
    limits: config.batches,
    calendar: wiring.openCalendar(),
    log,
    metrics,
    settings: { environment, ...api },
  });
  const server = createHardenedServer(app);
  server.listen(api.port, api.host);
  await once(server, 'listening');
  log.info({ config, address: server.address() }, 'api started');
  await Promise.race([once(process, 'SIGTERM'), once(process, 'SIGINT')]);
  server.close();
  server.closeIdleConnections();
  await once(server, 'close');
  await wiring.close();
  log.info('api stopped');
}

serve().catch((error: unknown) => {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
});
