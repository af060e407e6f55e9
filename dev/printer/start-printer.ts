import type { PrinterOptions, RunningPrinter } from './options';

/** Starts the simulated printer in this process. */
export function startPrinter(options: PrinterOptions): Promise<RunningPrinter> {
  return Promise.reject(new Error(`Not built yet: ${options.root}`));
}
