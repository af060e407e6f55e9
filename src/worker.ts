import { setPriority } from 'node:os';
import { readConfig } from './config';
import { ConfigurationError } from './setting-files';
import { createLogger } from './log';
import { installRuntime } from './worker/runtime';
import { runWorker } from './worker/run-worker';

/** Where both share a machine the API goes first: it has somebody who waits. */
const NICENESS = 5;

function fail(error: unknown): never {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(1);
}

try {
  const { config, secrets } = readConfig();
  setPriority(NICENESS); // before any thread is started, so that all have it
  const log = createLogger('worker', config.logLevel);
  installRuntime(log, config.worker.temporalMetricsAddress);
  runWorker(config, secrets, log).catch(fail);
} catch (error) {
  fail(error);
}
