import { parseArgs } from 'node:util';
import { benchBatch } from './batch/bench-batch';

const USAGE = 'npm run bench -- batch [--runs 3] [--letters 5000] [--bytes 100000]';

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number from 1 on\n${USAGE}`);
  return number;
}

/** Measurements of what the design promises. Exits 1 when a promise is not kept. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'; // of no use in a measurement
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string', default: '3' },
      letters: { type: 'string', default: '5000' },
      bytes: { type: 'string', default: '100000' },
    },
  });
  if (positionals.join(' ') !== 'batch') throw new Error(USAGE);
  const kept = await benchBatch({
    runs: positive('runs', values.runs),
    letters: positive('letters', values.letters),
    bytes: positive('bytes', values.bytes),
  });
  process.exitCode = kept ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
