import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { build } from './run-program';

const sources = join(__dirname, '../../../src/adapters/children');
const DRIVER = `
  const [built, walled, secret, written] = process.argv.slice(1);
  const { startChild } = require(built + '/adapters/children/start-child.js');
  const limits = { letterMs: 60_000, letterCpuMs: 30_000, startMs: 60_000, dataKib: 500_000, heapMib: 128, letters: 1, cpuSeconds: 60 };
  const program = { entry: built + '/adapters/captive/captive', purpose: 'captive', limits, walled: walled === 'true', parse: (told) => told };
  startChild(program).then(async (child) => {
    const told = await child.ask({ secret, written });
    await child.stop();
    console.log(JSON.stringify(told));
  });`;

const OURS = { 'reads our program': 'done', 'writes into its folder': 'done' };
const attempts = [
  'reads a file outside',
  'lists a folder outside',
  'reads the environment of its parent',
  'writes a file outside',
  'writes into our program',
  'links to a file outside',
  'starts a process',
  'starts a thread',
];
const all = (outcome: string) => Object.fromEntries(attempts.map((attempt) => [attempt, outcome]));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'postroom-wall-'));
  mkdirSync(join(folder, 'dist/adapters'), { recursive: true });
  build(sources, join(folder, 'dist/adapters/children'));
  build(join(__dirname, 'captive'), join(folder, 'dist/adapters/captive'));
  symlinkSync(join(__dirname, '../../../node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{}');
  writeFileSync(join(folder, 'secret'), 'secret');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const onLinux = process.platform === 'linux' ? test.each : test.skip.each;

onLinux([
  ['with the wall, only what is ours', true, { ...all('ERR_ACCESS_DENIED'), ...OURS }],
  ['without it, whatever we may', false, { ...all('done'), ...OURS }],
] as const)('A child that a file has captured reaches, %s', (_what, walled, told) => {
  const words = [join(folder, 'dist'), String(walled), join(folder, 'secret'), join(folder, 'written')];
  const said = execFileSync(process.execPath, ['-e', DRIVER, ...words], { encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({ kind: 'answered', answer: told });
});
