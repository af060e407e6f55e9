import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { cpuMsOf } from '../../src/adapters/children/cpu-time';
import { createPdfInspector } from '../../src/adapters/pdf/create-pdf-inspector';
import { percentileOf } from '../api/load';
import { medianOf, tableOf } from '../table';

export interface InspectionBenchOptions {
  readonly runs: number;
  readonly letters: number;
}

/** What is promised of letters of two pages, for each second of a core. */
const LEAST_PER_SECOND = 25;

const WARM_UP = 20;

const SAMPLES = join(__dirname, '..', '..', 'dev', 'samples', 'letters');
/** Letters as people send them, by their pages; the one of three has pictures and colours. */
const LETTERS = [
  [1, 'valid_letter.pdf'],
  [2, 'tag-page-2-lower-case.pdf'],
  [3, 'hackney_sample.pdf'],
  [10, 'length-10-pages.pdf'],
] as const;

interface Inspected {
  /** Letters for each second that the processor worked for the warm child and for us. */
  readonly perCoreSecond: number;
  /** How long each letter took by the clock, in milliseconds. */
  readonly ms: readonly number[];
  /** The most that the child held, in megabytes. */
  readonly megabytes: number;
}

/** The one child that inspects. */
function childOf(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').split(' ').filter(Boolean);
  const inspects = children.filter((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('inspect-child'));
  return Number(inspects[0]);
}

const megabytesOf = (child: number): number =>
  Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${child}/status`, 'utf8'))?.[1]) / 1_000;

const coreMsWith = (child: number): number => {
  const { user, system } = process.cpuUsage();
  return cpuMsOf(child) + (user + system) / 1_000;
};

/** One letter over and over through one warm child, as the worker has them inspected: judged, written anew and stamped. */
async function inspect(pdf: Buffer, count: number): Promise<Inspected> {
  const inspector = createPdfInspector({ processes: 1 });
  const inspectOne = async (): Promise<number> => {
    const began = performance.now();
    const { kind } = await inspector.inspect(pdf, { kind: 'letter', international: false });
    if (kind !== 'letter') throw new Error('A good letter was refused');
    return performance.now() - began;
  };
  try {
    for (let number = 0; number < WARM_UP; number += 1) await inspectOne();
    const child = childOf();
    const before = coreMsWith(child);
    const ms: number[] = [];
    for (let number = 0; number < count; number += 1) ms.push(await inspectOne());
    const coreSeconds = (coreMsWith(child) - before) / 1_000;
    return { perCoreSecond: count / coreSeconds, ms, megabytes: megabytesOf(child) };
  } finally {
    await inspector.close();
  }
}

function rowOf(pages: number, runs: readonly Inspected[]): readonly string[] {
  const median = (of: (run: Inspected) => number): string => medianOf(runs.map(of)).toFixed(0);
  return [
    `${pages} ${pages === 1 ? 'page' : 'pages'}`,
    median(({ perCoreSecond }) => perCoreSecond),
    median(({ ms }) => percentileOf(ms, 0.5)),
    median(({ ms }) => percentileOf(ms, 0.95)),
    median(({ megabytes }) => megabytes),
  ];
}

/** Inspects letters of one to ten pages and prints the medians. Linux only. True when the promise is kept. */
export async function benchInspection({ runs, letters }: InspectionBenchOptions): Promise<boolean> {
  const inspected = new Map<number, Inspected[]>(LETTERS.map(([pages]) => [pages, []]));
  for (let run = 1; run <= runs; run += 1) {
    process.stderr.write(`Run ${run} of ${runs}; load ${loadavg()[0]?.toFixed(1)} …\n`);
    for (const [pages, name] of LETTERS) {
      inspected.get(pages)?.push(await inspect(readFileSync(join(SAMPLES, name)), letters));
    }
  }
  const heads = ['letter of', 'a core’s second', 'p50 ms', 'p95 ms', 'child MB'];
  process.stdout.write(
    tableOf(
      heads,
      [...inspected].map(([pages, each]) => rowOf(pages, each)),
    ),
  );
  const kept = medianOf((inspected.get(2) ?? []).map(({ perCoreSecond }) => perCoreSecond)) >= LEAST_PER_SECOND;
  process.stdout.write(
    `${kept ? 'Kept' : 'Broken'}: ${LEAST_PER_SECOND} letters of two pages for each second of a core\n`,
  );
  return kept;
}
