import { once } from 'node:events';
import type { WorkerOptions } from '@temporalio/worker';
import type { ActivityDependencies } from '../activities/dependencies';
import type { Config, Secrets } from '../config';
import type { Logger } from '../log';
import { createMetrics } from '../metrics';
import { type Wiring, wire } from '../wiring';
import { connectToTemporal, createWorkers } from './create-workers';
import { startHealthServer } from './health-server';
import { checkPrinter } from './check-printer';
import { watchCallbacks } from './watch-callbacks';

function dependenciesOf(wiring: Wiring, config: Config, log: Logger): ActivityDependencies {
  return {
    ...wiring,
    printer: wiring.openPrinter(),
    ...wiring.openPdfs(),
    sender: wiring.openCallbackSender(),
    calendar: wiring.openCalendar(),
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

/** Where others may stand in a worker's way: faults come in by wrapping ports, so that no activity has a line for them. */
export interface Seams {
  readonly around?: (dependencies: ActivityDependencies) => ActivityDependencies;
  readonly options?: Partial<WorkerOptions>;
}

/** Runs the queues of this process until it is told to stop, then lets what is under way end. Throws when a worker dies. */
export async function runWorker(config: Config, secrets: Secrets, log: Logger, seams: Seams = {}): Promise<void> {
  const metrics = createMetrics('worker');
  const wiring = wire(config, secrets, { log, metrics, process: 'worker' });
  const plain = dependenciesOf(wiring, config, log);
  const dependencies = seams.around?.(plain) ?? plain;
  try {
    await wiring.assertSchema();
    const temporal = await connectToTemporal(log);
    const workers = await createWorkers(temporal, config.worker, dependencies, metrics, seams.options);
    const health = await startHealthServer(config.worker.metricsPort, metrics, workers);
    const running = Promise.all(workers.map((worker) => worker.run()));
    log.info({ config, health: health.address() }, 'worker started');
    void checkPrinter(dependencies.printer, config, log);
    const watch = watchCallbacks(dependencies, config.worker);
    await wiring.workflows.ensurePrepareDrains().catch((error: unknown) => {
      log.warn({ err: error }, 'The prepare drains were not started; the next accepted letter starts its own');
    });
    await running.finally(() => watch.stop());
    await once(health.close(), 'close');
    await temporal.connection.close();
  } finally {
    await wiring.close();
    log.info('worker stopped');
  }
}
