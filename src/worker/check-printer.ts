import type { Config } from '../config';
import type { Logger } from '../log';
import type { Printer } from '../ports';

/**
 * Looks at the printer's server once, at the start of a worker that sends zips, so that a wrong setting is read in the
 * morning and not at the cut-off. A printer that is away now may be back by then: nothing stops.
 */
export async function checkPrinter(printer: Printer, config: Config, log: Logger): Promise<void> {
  if (!config.worker.queues.includes('letters-transfer')) return;
  try {
    const found = await printer.probe();
    const missing = [!found.posixRename && 'posix-rename', !found.stagingFolder && 'the staging folder'].filter(
      Boolean,
    );
    if (missing.length > 0)
      log.error({ found }, `The printer lacks ${missing.join(' and ')}: nothing can be published`);
    else log.info({ found }, 'The printer is ready');
  } catch (error) {
    log.error({ err: error }, 'The printer cannot be used now');
  }
}
