import { once } from 'node:events';
import { ENGLAND_AND_WALES } from '../domain/calendar-data';
import type { ActivityDependencies } from '../activities/dependencies';
import type { Config, Secrets } from '../config';
import type { Logger } from '../log';
import { createMetrics } from '../metrics';
import { type Wiring, wire } from '../wiring';
import { connectToTemporal, createWorkers } from './create-workers';
import { startHealthServer } from './health-server';
import { checkPrinter } from './check-printer';

function dependenciesOf(wiring: Wiring, config: Config, log: Logger): ActivityDependencies {
  return {
    ...wiring,
    printer: wiring.openPrinter(),
    inspector: wiring.openInspector(),
    calendar: ENGLAND_AND_WALES,
    environment: config.environment,
    log,
    settings: {
      limits: { maxBytes: config.batches.maxBytes, maxLetters: config.batches.maxLetters },
      filePrefix: config.batches.filePrefix,
      settleSeconds: config.polling.settleSeconds,
      responsesPrefix: config.polling.responsesPrefix,
    },
  };
}

/** Runs the queues of this process until it is told to stop, then lets what is under way end. Throws when a worker dies. */
export async function runWorker(config: Config, secrets: Secrets, log: Logger): Promise<void> {
  const metrics = createMetrics('worker');
  const wiring = wire(config, secrets, { log, metrics, process: 'worker' });
  const dependencies = dependenciesOf(wiring, config, log);
  try {
    await wiring.assertSchema();
    const temporal = await connectToTemporal(log);
    const workers = await createWorkers(temporal, config.worker, dependencies, metrics);
    const health = await startHealthServer(config.worker.metricsPort, metrics, workers);
    const running = Promise.all(workers.map((worker) => worker.run()));
    log.info({ config, health: health.address() }, 'worker started');
    void checkPrinter(dependencies.printer, config, log);
    await wiring.workflows.ensurePrepareDrains().catch((error: unknown) => {
      log.warn({ err: error }, 'The prepare drains were not started; the next accepted letter starts its own');
    });
    await running;
    await once(health.close(), 'close');
    await temporal.connection.close();
  } finally {
    await wiring.close();
    log.info('worker stopped');
  }
}
