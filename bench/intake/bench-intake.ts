import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Sha256 } from '../../src/domain/letter';
import { type Measured, measureIn } from '../measure';
import { medianOf, tableOf } from '../table';
import { makeResponseFile } from './make-file';
import { type IntakeServers, startIntakeServers } from './servers';

export interface IntakeBenchOptions {
  readonly runs: number;
  readonly lines: number;
}

const STEPS = { read: 'read and store', apply: 'apply', report: 'report and hint' } as const;
type Step = keyof typeof STEPS;
const STEP_NAMES = Object.keys(STEPS) as readonly Step[];

export interface IntakeJob extends IntakeServers {
  readonly sha256: Sha256;
  readonly step: Step;
}

/** What is promised: however long a file is, a worker that takes it in stays within this of what it holds when it is idle. */
const MOST_OVER_IDLE = 64 * 1024 * 1024;
/** Of which the program itself and its libraries take some two thirds. */
const HEAP_MB = 96;

/**
 * Takes in a response file that answers for as many letters as it has lines, from an S3 server into Postgres, each step
 * of its workflow in a process of its own, and prints what that process holds when idle and at its peak. True when the promise is kept.
 */
export async function benchIntake({ runs, lines }: IntakeBenchOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const servers = await startIntakeServers(say);
  try {
    const measured: Record<Step, Measured<object>[]> = { read: [], apply: [], report: [] };
    for (let run = 1; run <= runs; run += 1) {
      say(`Making ${lines} letters and the file that answers for them …`);
      const sha256 = await makeResponseFile(servers, lines);
      say(`Run ${run} of ${runs} …`);
      for (const step of STEP_NAMES) measured[step].push(await measure({ ...servers, sha256, step }, lines));
    }
    return report(measured, lines);
  } finally {
    await servers.end();
  }
}

/** Nothing else was to come of it. */
const resultsOf = (lines: number): Readonly<Record<Step, object>> => ({
  read: { kind: 'readable', file: 'response', lines },
  apply: { counts: { delivered: lines, sheetMismatches: 0 } },
  report: {},
});

async function measure({ objects, databaseUrl, sha256, step }: IntakeJob, lines: number): Promise<Measured<object>> {
  const program = join(__dirname, 'measured-process.ts');
  const measured = await measureIn<object>(program, { objects, databaseUrl, sha256, step }, HEAP_MB);
  if (isDeepStrictEqual(measured.result, resultsOf(lines)[step])) return measured;
  throw new Error(`${STEPS[step]} came to ${JSON.stringify(measured.result)}`);
}

const mb = (bytes: number): string => (bytes / 1_000_000).toFixed(0);

function report(measured: Readonly<Record<Step, readonly Measured<object>[]>>, lines: number): boolean {
  const rows = STEP_NAMES.map((step) => {
    const of = (value: (one: Measured<object>) => number): number => medianOf(measured[step].map(value));
    const over = of(({ peak, idle }) => peak - idle);
    const [idle, peak, perSecond] = [
      of((one) => one.idle),
      of((one) => one.peak),
      of(({ ms }) => (lines / ms) * 1_000),
    ];
    return { over, cells: [STEPS[step], mb(idle), mb(peak), mb(over), perSecond.toFixed(0)] };
  });
  const heads = ['step', 'idle MB', 'peak MB', 'over idle MB', 'lines/s'];
  process.stdout.write(
    tableOf(
      heads,
      rows.map(({ cells }) => cells),
    ),
  );
  const kept = rows.every(({ over }) => over <= MOST_OVER_IDLE);
  process.stdout.write(
    `${kept ? 'Within' : 'NOT within'} ${mb(MOST_OVER_IDLE)} MB of idle (${lines} lines, a heap of ${HEAP_MB} MB, medians of ${measured.read.length} runs).\n`,
  );
  return kept;
}
