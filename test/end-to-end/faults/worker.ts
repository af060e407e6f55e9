/** Our worker as it is shipped, with stops around its ports and the workflows' silences shortened. */
import { readConfig } from '../../../src/config';
import { createLogger } from '../../../src/log';
import { installRuntime } from '../../../src/worker/runtime';
import { runWorker } from '../../../src/worker/run-worker';
import { openStops } from './stops';

const { FAULTS_FOLDER: folder = '', FAULTS_BUNDLE: codePath = '', FAULTS_POSTGRES_PORT: port = '' } = process.env;

function through(url: string): string {
  const proxied = new URL(url);
  proxied.port = port;
  return proxied.href;
}

function fail(error: unknown): never {
  console.error(error);
  process.exit(1);
}

const { DATABASE_URL = '' } = process.env;
const { config, secrets } = readConfig({ ...process.env, DATABASE_URL: through(DATABASE_URL) });
const log = createLogger('worker', config.logLevel);
installRuntime(log, null);
runWorker(config, secrets, log, {
  around: openStops(folder),
  options: { workflowBundle: { codePath }, stickyQueueScheduleToStartTimeout: '1s' },
}).catch(fail);
