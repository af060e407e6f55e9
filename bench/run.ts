import { parseArgs } from 'node:util';
import { benchApi } from './api/bench-api';
import { benchBatch } from './batch/bench-batch';
import { benchInspection } from './inspection/bench-inspection';
import { benchIntake } from './intake/bench-intake';
import { benchPrepare } from './prepare/bench-prepare';
import { benchRendering } from './rendering/bench-rendering';
import { benchCallbacks } from './callbacks/bench-callbacks';

type Numbers = Readonly<Record<string, number>>;

/** Each measurement, what it takes and what it takes when nothing is said. It says whether the promise it measures is kept. */
const bench = <Defaults extends Numbers>(defaults: Defaults, run: (options: Defaults) => Promise<boolean>) => ({
  defaults: defaults as Numbers,
  run: (options: Numbers) => run(options as Defaults),
});
const BENCHES = {
  batch: bench({ runs: 3, letters: 5_000, bytes: 100_000 }, benchBatch),
  intake: bench({ runs: 1, lines: 1_000_000 }, benchIntake),
  callbacks: bench({ callbacks: 100, seconds: 20, connections: 10 }, benchCallbacks),
  inspection: bench({ runs: 3, letters: 200 }, benchInspection),
  prepare: bench({ letters: 5_000, bytes: 50_000 }, benchPrepare),
  rendering: bench({ runs: 3, letters: 1_000 }, benchRendering),
  api: bench({ seconds: 30, bytes: 50_000 }, benchApi),
} as const;

const USAGE = Object.entries(BENCHES)
  .map(([name, { defaults }]) => {
    const options = Object.entries(defaults).map(([option, value]) => ` [--${option} ${value}]`);
    return `npm run bench -- ${name}${options.join('')}`;
  })
  .join('\n');

function positive(name: string, text: string): number {
  const number = Number(text);
  if (!Number.isInteger(number) || number < 1) throw new Error(`--${name} must be a whole number from 1 on\n${USAGE}`);
  return number;
}

function optionsOf(defaults: Numbers, words: readonly string[]): Numbers {
  const options = Object.fromEntries(Object.keys(defaults).map((name) => [name, { type: 'string' as const }]));
  const given = Object.entries(parseArgs({ args: [...words], options }).values);
  return { ...defaults, ...Object.fromEntries(given.map(([name, text]) => [name, positive(name, String(text))])) };
}

/** Measurements of what the design promises. Exits 1 when a promise is not kept. */
async function main(): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] = 'true'; // of no use in a measurement
  const [name = '', ...words] = process.argv.slice(2);
  const asked = Object.entries(BENCHES).find(([known]) => known === name)?.[1];
  if (!asked) throw new Error(USAGE);
  process.exitCode = (await asked.run(optionsOf(asked.defaults, words))) ? 0 : 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
