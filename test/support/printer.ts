import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type PrinterClient, createPrinterClient } from '../../dev/printer/client';
import type { RunningPrinter } from '../../dev/printer/options';
import { startPrinter } from '../../dev/printer/start-printer';
import { servers } from './servers';

export interface TestPrinter extends RunningPrinter {
  readonly control: PrinterClient;
}

/** A simulated printer of the test's own, in a folder of its own; `close` leaves neither process nor port nor file. */
export async function startTestPrinter(): Promise<TestPrinter> {
  const root = await mkdtemp(join(tmpdir(), 'postroom-printer-'));
  const printer = await startPrinter({ root, sftpServerProgram: servers().sftpServerProgram });
  return {
    ...printer,
    control: createPrinterClient(printer.controlUrl),
    close: async () => {
      await printer.close();
      await rm(root, { recursive: true, force: true });
    },
  };
}
