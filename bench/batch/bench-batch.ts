import { createObjectStore } from '../../src/adapters/s3/create-object-store';
import { createPrinter } from '../../src/adapters/sftp/create-printer';
import type { Digest } from '../../src/activities/digest';
import type { Measured } from '../measure';
import { medianOf, tableOf } from '../table';
import { makeLetters } from './make-letters';
import { type Step, measureStep } from './measure-step';
import { type BenchServers, startBenchServers } from './servers';

export interface BatchBenchOptions {
  readonly runs: number;
  readonly letters: number;
  readonly bytes: number;
}

/** What the design promises: a worker that sends 500 MB stays within this of what it holds when it is idle. */
const MOST_OVER_IDLE = 200 * 1_000_000;
const TEMP = '.bench.0.part';
const ZIP_KEY = 'zips/bench.ZIP';

const STEPS = { read: 'S3 → nowhere', zip: 'S3 → zip → S3', send: 'S3 → SFTP' } as const;

/**
 * Sends one batch of letters from an S3 server into a zip there, and from there to the printer's SFTP server, each step
 * in a process of its own, and prints what that process holds when idle and at its peak. True when the promise is kept.
 */
export async function benchBatch({ runs, letters: count, bytes }: BatchBenchOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const servers = await startBenchServers(say);
  try {
    say(`Storing ${count} letters of ${bytes} bytes …`);
    const letters = await makeLetters(servers.objects, { count, bytes });
    const measured: Record<keyof typeof STEPS, Measured<Digest>[]> = { read: [], zip: [], send: [] };
    for (let run = 1; run <= runs; run += 1) {
      say(`Run ${run} of ${runs} …`);
      const measure = (step: Step) => measureStep({ ...servers, letters, step });
      measured.read.push(await measure({ kind: 'read' }));
      const zip = await measure({ kind: 'zip', key: ZIP_KEY });
      measured.zip.push(zip);
      const sealed = { zipName: 'BENCH.ZIP', letters: count, ...zip.result };
      measured.send.push(await measure({ kind: 'send', key: ZIP_KEY, temp: TEMP, zip: sealed }));
      await clean(servers);
    }
    return report(measured);
  } finally {
    await servers.end();
  }
}

/** Each run builds and sends anew. */
async function clean(servers: BenchServers): Promise<void> {
  const objects = createObjectStore(servers.objects);
  const printer = createPrinter(servers.printer);
  await objects.remove(ZIP_KEY);
  await printer.removeTemp(TEMP);
  objects.close();
  await printer.close();
}

const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

function report(measured: Readonly<Record<keyof typeof STEPS, readonly Measured<Digest>[]>>): boolean {
  const speedOf = (step: keyof typeof STEPS) =>
    medianOf(measured[step].map(({ result, ms }) => result.bytes / ms / 1_000));
  const rows = (['read', 'zip', 'send'] as const).map((step) => {
    const [idle, peak, over] = [
      medianOf(measured[step].map((one) => one.idle)),
      medianOf(measured[step].map((one) => one.peak)),
      medianOf(measured[step].map((one) => one.peak - one.idle)),
    ];
    const [speed, ratio] = [speedOf(step), speedOf(step) / speedOf('read')];
    return { over, cells: [STEPS[step], mb(idle), mb(peak), mb(over), speed.toFixed(1), ratio.toFixed(2)] };
  });
  const heads = ['step', 'idle MB', 'peak MB', 'over idle MB', 'MB/s', 'speed to first row'];
  process.stdout.write(
    tableOf(
      heads,
      rows.map(({ cells }) => cells),
    ),
  );
  const kept = rows.every(({ over }) => over <= MOST_OVER_IDLE);
  process.stdout.write(
    `${kept ? 'Within' : 'NOT within'} ${mb(MOST_OVER_IDLE)} MB of idle (medians of ${measured.zip.length} runs).\n`,
  );
  return kept;
}
