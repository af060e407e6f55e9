import { printerOptionsSchema } from './options';
import { startPrinter } from './start-printer';

/** The simulated printer as a process: options as JSON in the first argument, its address as one JSON line once ready. */
async function main(): Promise<void> {
  const options = printerOptionsSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
  const printer = await startPrinter(options);
  const end = (): void => {
    printer.close().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  if (options.endWithStandardInput) process.stdin.once('end', end).resume();
  process.stdout.write(`${JSON.stringify(printer)}\n`);
}

void main();
