import { join } from 'node:path';
import type { PrinterAddress } from '../printer/options';
import { CHECKOUT } from './places';
import { untilReady } from './ports';
import type { Processes, RunningProcess } from './processes';

export interface PrinterProcessOptions {
  readonly folder: string;
  readonly sftpServerProgram: string;
  readonly port: number;
  readonly logFile: string;
}

/** The one JSON line that it prints once it is ready. */
function addressIn(printer: RunningProcess): PrinterAddress | undefined {
  const line = printer
    .log()
    .split('\n')
    .find((each) => each.startsWith('{') && each.endsWith('}'));
  return line === undefined ? undefined : (JSON.parse(line) as PrinterAddress);
}

/** Starts the simulated printer as a process of its own. */
export async function startPrinterProcess(
  processes: Processes,
  options: PrinterProcessOptions,
): Promise<PrinterAddress> {
  const { folder: root, sftpServerProgram, port, logFile } = options;
  const printer = await processes.start({
    name: 'the printer',
    command: process.execPath,
    arguments: [
      '--import',
      'tsx',
      join('dev', 'printer', 'main.ts'),
      JSON.stringify({ root, sftpServerProgram, port }),
    ],
    environment: process.env,
    folder: CHECKOUT,
    logFile,
    kind: 'server',
    stopSignal: 'SIGTERM',
    stopWithinMs: 2_000,
  });
  await untilReady(printer, () => Promise.resolve(addressIn(printer) !== undefined));
  const address = addressIn(printer);
  if (address === undefined) throw new Error('the printer took its address back');
  return address;
}
