import { execFileSync } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const checkout = join(__dirname, '..');

/** What lint says of each text, were it in that file. */
function lint(cases: readonly { readonly file: string; readonly text: string }[]): string[][] {
  const program = join(__dirname, 'support', 'lint-imports.mjs');
  const options = { cwd: checkout, input: JSON.stringify(cases), encoding: 'utf8' } as const;
  return JSON.parse(execFileSync(process.execPath, [program], options)) as string[][];
}

interface Room {
  /** A file of the room; it need not exist. */
  readonly file: string;
  readonly may: readonly string[];
  readonly never: readonly string[];
}

const ROOMS: readonly Room[] = [
  {
    file: 'src/domain/example.ts',
    may: ['./letter'],
    never: [
      'node:crypto',
      'fs',
      'zod',
      '@temporalio/workflow',
      '../ports',
      '../contract',
      '../config',
      '../adapters/s3/x',
    ],
  },
  {
    file: 'src/contract.ts',
    may: ['./domain/batch', '@temporalio/workflow', '@temporalio/common'],
    never: ['node:crypto', '@temporalio/client', 'zod', './ports', './config', './activities/index'],
  },
  {
    file: 'src/ports.ts',
    may: ['./domain/batch', 'node:stream'],
    never: ['pg', '@temporalio/workflow', './contract', './adapters/zip/create-zipper', './log'],
  },
  {
    file: 'src/workflows/example.ts',
    may: ['./print-run', '../contract', '../domain/batch', '@temporalio/workflow'],
    never: [
      'node:crypto',
      'zod',
      '@temporalio/activity',
      '../ports',
      '../activities/index',
      '../adapters/s3/x',
      '../config',
    ],
  },
  {
    file: 'src/activities/batch/example.ts',
    may: ['../failures', '../../ports', '../../contract', '../../domain/batch', '@temporalio/activity', 'node:crypto'],
    never: [
      'pg',
      '@temporalio/client',
      '../../adapters/postgres/pool',
      '../../config',
      '../../workflows',
      '../../api/app',
    ],
  },
  {
    file: 'src/adapters/postgres/example.ts',
    may: ['./pool', '../children/turns', '../../ports', '../../contract', '../../domain/batch', 'pg', 'node:crypto'],
    never: [
      '@temporalio/common',
      '../s3/read-ahead',
      '../../config',
      '../../activities/index',
      '../../wiring',
      '../../log',
    ],
  },
  {
    file: 'src/adapters/temporal/example.ts',
    may: ['./connection', '../../contract', '@temporalio/client'],
    never: ['../postgres/pool', '../../workflows', '../../config', '../../operations/views'],
  },
  {
    file: 'src/operations/example.ts',
    may: ['./views', '../ports', '../domain/batch', 'node:crypto'],
    never: ['express', 'pg', '../adapters/postgres/pool', '../api/app', '../cli/program', '../wiring'],
  },
  {
    file: 'src/api/routes/example.ts',
    may: ['../route', '../../ports', '../../operations/views', '../../log', 'express', 'zod', 'jose', 'node:crypto'],
    never: [
      'pg',
      '@temporalio/client',
      '../../adapters/s3/x',
      '../../activities/index',
      '../../config',
      '../../wiring',
    ],
  },
  {
    file: 'src/cli/example.ts',
    may: [
      './program',
      './schedules',
      '../wiring',
      '../config',
      '../operations/views',
      '../log',
      'commander',
      'node:os',
    ],
    never: ['pg', '@temporalio/client', '../adapters/s3/x', '../activities/index', '../api/app', '../worker'],
  },
  {
    file: 'src/config.ts',
    may: ['zod', 'node:fs'],
    never: ['./domain/batch', './ports', './log', './wiring', './adapters/s3/x'],
  },
  { file: 'src/log.ts', may: ['pino'], never: ['./config', './domain/letter'] },
  { file: 'src/metrics.ts', may: ['prom-client'], never: ['./config', './domain/letter'] },
  {
    file: 'src/schedules.ts',
    may: ['./contract', '@temporalio/client'],
    never: ['./config', './workflows', './ports'],
  },
  {
    file: 'src/wiring.ts',
    may: ['./config', './ports', './log', './adapters/s3/x', './schedules'],
    never: ['./workflows', './activities/index', './api/app', './cli/program', './worker', './worker/runtime'],
  },
  {
    file: 'src/wiring/example.ts',
    may: ['../ports', '../metrics', '../adapters/s3/x'],
    never: ['../workflows', '../activities/index', '../api/app', '../cli/program', '../worker/runtime'],
  },
  {
    file: 'src/worker/example.ts',
    may: ['./runtime', '../wiring', '../config', '../activities', '../contract', '@temporalio/worker'],
    never: ['../workflows', '../adapters/s3/x', '../api/app', '../cli/program', '../operations/views'],
  },
  {
    file: 'src/worker.ts',
    may: ['./wiring', './config', './log', './worker/run-worker'],
    never: ['./domain/grouping', './workflows', './adapters/s3/x', './api/app'],
  },
  {
    file: 'src/api/server.ts',
    may: ['./app', '../wiring', '../config', '../log', '../metrics'],
    never: ['../domain/grouping', '../adapters/s3/x', '../activities/index', '../cli/program'],
  },
  { file: 'dev/printer/example.ts', may: ['./robot', 'ssh2', 'zod'], never: ['../../src/domain/names'] },
];

/** What surrounds the shipped program, as that file would have to name it. */
const surroundings = (file: string) => {
  const up = '../'.repeat(file.split('/').length - 1);
  return file.startsWith('src/') ? [`${up}dev/stack/ports`, `${up}test/support/servers`, `${up}bench/run`] : [];
};

const importOf = (name: string) => `import { thing } from '${name}';\nthing();\n`;

describe('Each room knows only what it may know (design: who may import what)', () => {
  const asked = ROOMS.flatMap(({ file, may, never }) =>
    [...may, ...never, ...surroundings(file)].map((name) => ({ file, name, text: importOf(name) })),
  );
  const told = lint(asked);
  const refusedIn = (file: string) =>
    asked.filter((each, index) => each.file === file && told[index]?.length !== 0).map(({ name }) => name);

  it.each(ROOMS)('$file', ({ file, never }) =>
    expect(refusedIn(file).sort()).toEqual([...never, ...surroundings(file)].sort()),
  );
});

describe('No way leads around the walls', () => {
  const ways = {
    'a type': "import type { Thing } from '../adapters/s3/x';\n",
    'an export': "export { thing } from '../adapters/s3/x';\n",
    'a dynamic import': "void import('../adapters/s3/x');\n",
  };
  const told = lint(Object.values(ways).map((text) => ({ file: 'src/activities/example.ts', text })));

  it.each(Object.keys(ways).map((way, index) => ({ way, messages: told[index] })))('$way', ({ messages }) =>
    expect(messages).toHaveLength(1),
  );

  it('only config.ts reads the environment', () => {
    const text = 'export const level = process.env.LOG_LEVEL;\n';
    const [elsewhere, config] = lint([
      { file: 'src/log.ts', text },
      { file: 'src/config.ts', text },
    ]);
    expect([elsewhere?.length, config?.length]).toEqual([1, 0]);
  });
});

describe('protobufjs', () => {
  it('is one and the same file for every Temporal package: with several copies no recorded history can be replayed', () => {
    const copies = ['common', 'proto', 'worker'].map((name) => {
      const from = createRequire(require.resolve(`@temporalio/${name}`));
      return realpathSync(from.resolve('protobufjs'));
    });
    expect(new Set(copies).size).toBe(1);
  });
});
