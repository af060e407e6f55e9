import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { createLetterRenderer } from '../../src/adapters/render/create-letter-renderer';
import type { LetterToRender } from '../../src/domain/rendering';
import { medianOf, tableOf } from '../table';
import { aLetter } from './letters';

export interface RenderingBenchOptions {
  readonly runs: number;
  readonly letters: number;
}

/** What is promised of letters of one page, for each second of a core. */
const LEAST_PER_SECOND = 100;
/** The clock of `/proc` on every Linux. */
const TICKS_PER_SECOND = 100;

interface Speed {
  /** By the clock on the wall, which other programs slow. */
  readonly perSecond: number;
  /** By the time that the processor worked for it, starts of children included. */
  readonly perCoreSecond: number;
}

/** Processor time of this process and of its children that have ended, in seconds. */
function coreSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const [user, system, childrenUser, childrenSystem] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 15);
  return [user, system, childrenUser, childrenSystem].reduce((sum, ticks) => sum + Number(ticks), 0) / TICKS_PER_SECOND;
}

async function speedOf(count: number, work: () => Promise<void> | void): Promise<Speed> {
  const [began, core] = [performance.now(), coreSeconds()];
  await work();
  const seconds = (performance.now() - began) / 1_000;
  return { perSecond: count / seconds, perCoreSecond: count / (coreSeconds() - core) };
}

/** What the compiler takes for a page with nothing on it, without us: no letter can be faster. */
function emptyPages(count: number): void {
  const compiler = NodeCompiler.create({ workspace: __dirname });
  for (let number = 0; number < count; number += 1) {
    const compiled = compiler.compile({ mainFileContent: `#set document(title: "${number}")\n#page(paper: "a4")[]` });
    if (!compiled.result) throw new Error('The compiler makes no empty page');
    compiler.pdf(compiled.result, { creationTimestamp: 0 });
    compiler.evictCache(10);
  }
}

/** As the worker has them made, by one warm child. */
async function throughTheChild(letters: readonly LetterToRender[], pages: number): Promise<void> {
  const renderer = createLetterRenderer({ processes: 1 });
  try {
    for (const letter of letters) {
      const made = await renderer.render(letter);
      if (made.kind !== 'letter' || made.pages !== pages)
        throw new Error(`A letter came out as ${JSON.stringify(made.kind)}`);
    }
  } finally {
    await renderer.close();
  }
}

const KINDS = [1, 3, 10] as const;
const lettersOf = (count: number, pages: number) =>
  Array.from({ length: count }, (_, number) => aLetter(number, pages));

/**
 * Makes letters of one, three and ten pages through the warm children, and the compiler's empty page for comparison, and
 * prints the medians. Linux only. True when the promise is kept.
 */
export async function benchRendering({ runs, letters }: RenderingBenchOptions): Promise<boolean> {
  const empty: Speed[] = [];
  const made = new Map<number, Speed[]>(KINDS.map((pages) => [pages, []]));
  for (let run = 1; run <= runs; run += 1) {
    process.stderr.write(`Run ${run} of ${runs}; load ${loadavg()[0]?.toFixed(1)} …\n`);
    empty.push(await speedOf(letters, () => emptyPages(letters)));
    for (const pages of KINDS) {
      const given = lettersOf(Math.ceil(letters / pages), pages);
      made.get(pages)?.push(await speedOf(given.length, () => throughTheChild(given, pages)));
    }
  }
  return report(empty, made);
}

function report(empty: readonly Speed[], made: ReadonlyMap<number, readonly Speed[]>): boolean {
  const median = (speeds: readonly Speed[], of: keyof Speed): number => medianOf(speeds.map((speed) => speed[of]));
  const bare = median(empty, 'perCoreSecond');
  const row = (what: string, speeds: readonly Speed[]): readonly string[] => {
    const perCoreSecond = median(speeds, 'perCoreSecond');
    const times = `${(bare / perCoreSecond).toFixed(1)} ×`;
    return [what, median(speeds, 'perSecond').toFixed(0), perCoreSecond.toFixed(0), times];
  };
  const rows = [...made].map(([pages, speeds]) =>
    row(`a letter of ${pages} ${pages === 1 ? 'page' : 'pages'}`, speeds),
  );
  const heads = ['what', 'a second', 'a core’s second', 'an empty page’s time'];
  process.stdout.write(tableOf(heads, [row('an empty page, the compiler alone', empty), ...rows]));
  const kept = median(made.get(1) ?? [], 'perCoreSecond') >= LEAST_PER_SECOND;
  process.stdout.write(
    `${kept ? 'Kept' : 'Broken'}: ${LEAST_PER_SECOND} letters of one page for each second of a core\n`,
  );
  return kept;
}
