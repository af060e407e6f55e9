import { readConfig } from '../config';
import { createLogger } from '../log';
import { createMetrics } from '../metrics';
import { wire } from '../wiring';
import type { CliDependencies } from './dependencies';

/** From the environment. Standard output belongs to the report, so whatever is logged goes to standard error. */
export function openDependencies(): CliDependencies {
  const { config, secrets } = readConfig();
  const log = createLogger('command-line', 'warn', process.stderr);
  const wiring = wire(config, secrets, { process: 'command-line', log, metrics: createMetrics('command-line') });
  return {
    ...wiring,
    filePrefix: config.batches.filePrefix,
    limits: config.batches,
    publicUrl: config.api.publicUrl,
    callbacksAllowPrivate: config.callbacks.allowPrivate,
  };
}
