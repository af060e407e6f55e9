import { mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { getPriority } from 'node:os';
import { join } from 'node:path';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';
import type { ChildLimits } from '../../../src/adapters/children/start-child';
import type { PdfInspector } from '../../../src/ports';
import { eventually } from '../../support/eventually';
import { build, runAndKill } from '../children/run-program';
import { childrenOf, environmentOf, isRunning, peakMemoryOf } from './children';
import { drawingFlood, memoryBomb, timeBomb } from './hostile-pdfs';
import { hostileFile, hostileFiles } from './sample-letters';

const project = join(__dirname, '../../..');
const file = (path: string): Buffer => readFileSync(join(project, path));
const letterPath = 'dev/samples/letters/hackney_sample.pdf';
const letter = file(letterPath);

const LETTER = { kind: 'letter', pages: 3 };
const UNREADABLE = {
  kind: 'refused',
  failure: 'unable-to-read-the-file',
  pages: null,
  pagesAtFault: [],
  because: 'is damaged',
};
const ENDLESS = { ...UNREADABLE, because: 'takes too much time or memory' };
const LETTER_AT_HOME = { kind: 'letter', international: false } as const;
const onLinux = process.platform === 'linux' ? test : test.skip;

describe('inspecting letters in child processes', () => {
  const open: PdfInspector[] = [];

  function start(processes: number, limits: Partial<ChildLimits> = {}): PdfInspector {
    const inspector = createPdfInspector({ processes, limits });
    open.push(inspector);
    return inspector;
  }

  afterEach(async () => {
    for (const inspector of open.splice(0)) await inspector.close();
    expect(childrenOf(process.pid)).toEqual([]);
  });

  test('The letters of the demo are good, and no hostile file is: of one with two revisions the last counts', async () => {
    const inspector = start(2);
    const inspect = async (pdf: Buffer) => (await inspector.inspect(pdf, LETTER_AT_HOME)).kind;
    const folder = join(project, 'dev/samples/letters');
    for (const name of readdirSync(folder)) {
      expect([name, await inspect(readFileSync(join(folder, name)))]).toEqual([name, 'letter']);
    }
    const kinds = await Promise.all(hostileFiles.map(async (name) => [name, await inspect(hostileFile(name))]));
    expect(kinds).toHaveLength(14);
    expect(kinds.filter(([, kind]) => kind !== 'refused')).toEqual([['incremental-swaps-body.pdf', 'letter']]);
  });

  test('A letter that wants more memory than a child may have is refused, and the next one is judged', async () => {
    const inspector = start(1);
    expect(await inspector.inspect(memoryBomb(), LETTER_AT_HOME)).toEqual(UNREADABLE);
    expect(await inspector.inspect(letter, LETTER_AT_HOME)).toMatchObject(LETTER);
  });

  test('A letter that cannot be drawn in the memory that there is, is refused, and the next one is judged', async () => {
    const inspector = start(1, { letterMs: 60_000 });
    expect(await inspector.inspect(drawingFlood(), LETTER_AT_HOME)).toEqual(ENDLESS);
    expect(await inspector.inspect(letter, LETTER_AT_HOME)).toMatchObject(LETTER);
  });

  onLinux('A child never holds more memory than it may, whatever a letter unpacks to', async () => {
    const inspector = start(1, { letterMs: 30_000 });
    let most = 0;
    const look = (): void => {
      for (const child of childrenOf(process.pid)) most = Math.max(most, peakMemoryOf(child));
    };
    const looking = setInterval(look, 5);
    expect(await inspector.inspect(memoryBomb(), LETTER_AT_HOME)).toEqual(UNREADABLE);
    clearInterval(looking);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(600 * 1024 * 1024);
  });

  onLinux('A child gives way to those who accept letters', async () => {
    const inspector = start(1);
    await inspector.inspect(letter, LETTER_AT_HOME);
    const [child = 0] = childrenOf(process.pid);
    expect(getPriority(child)).toBeGreaterThan(getPriority());
  });

  onLinux('A child knows nothing of our environment, where secrets are', async () => {
    const inspector = start(1);
    await inspector.inspect(letter, LETTER_AT_HOME);
    const [child = 0] = childrenOf(process.pid);
    const names = environmentOf(child);
    expect(process.env['PATH']).toBeDefined();
    expect(names.filter((name) => !/^(HOME|TMPDIR|NODE_CHANNEL_\w+|PWD|OLDPWD|SHLVL|_)$/.test(name))).toEqual([]);
  });

  test('A letter that takes too long is refused, and the next one is judged by a new child', async () => {
    const inspector = start(1, { letterCpuMs: 2_000 });
    await inspector.inspect(letter, LETTER_AT_HOME);
    const [first] = childrenOf(process.pid);
    expect(await inspector.inspect(timeBomb(), LETTER_AT_HOME)).toEqual(ENDLESS);
    expect(await inspector.inspect(letter, LETTER_AT_HOME)).toMatchObject(LETTER);
    expect(childrenOf(process.pid)).not.toContain(first);
  });

  onLinux('A letter that takes too long is not tried again: others wait for the processor', async () => {
    const inspector = start(1, { letterCpuMs: 1_000 });
    await inspector.inspect(letter, LETTER_AT_HOME);
    const seen = new Set<number>();
    const looking = setInterval(() => childrenOf(process.pid).forEach((child) => seen.add(child)), 20);
    expect(await inspector.inspect(timeBomb(), LETTER_AT_HOME)).toEqual(ENDLESS);
    clearInterval(looking);
    expect(seen.size).toBe(1);
  });

  onLinux('A good letter survives the death of its child: killed, or stopped until its time was over', async () => {
    const inspector = start(1, { letterMs: 8_000 });
    for (const kill of [true, false]) {
      await inspector.inspect(letter, LETTER_AT_HOME);
      const [child = 0] = childrenOf(process.pid);
      process.kill(child, 'SIGSTOP');
      const inspection = inspector.inspect(letter, LETTER_AT_HOME);
      if (kill) process.kill(child, 'SIGKILL');
      expect(await inspection).toMatchObject(LETTER);
      expect(isRunning(child)).toBe(false);
    }
  });

  onLinux('A child that died while it was idle costs no letter', async () => {
    const inspector = start(1);
    await inspector.inspect(letter, LETTER_AT_HOME);
    const [child = 0] = childrenOf(process.pid);
    process.kill(child, 'SIGKILL');
    expect(await inspector.inspect(letter, LETTER_AT_HOME)).toMatchObject(LETTER);
  });

  onLinux('Letters wait for a child: never more of them at once than asked for', async () => {
    const inspector = start(2);
    let most = 0;
    const looking = setInterval(() => (most = Math.max(most, childrenOf(process.pid).length)), 5);
    const found = await Promise.all(Array.from({ length: 40 }, () => inspector.inspect(letter, LETTER_AT_HOME)));
    clearInterval(looking);
    expect(found).toMatchObject(new Array(40).fill(LETTER));
    expect(most).toBe(2);
  });

  onLinux('A child spends no more processor time than it may, even when nobody is left to kill it', async () => {
    const inspector = start(1, { letterCpuMs: 50_000, cpuSeconds: 3 });
    expect(await inspector.inspect(timeBomb(), LETTER_AT_HOME)).toEqual(ENDLESS);
  });

  onLinux('A child that cannot start is a fault and not the letter’s', async () => {
    const inspector = start(1, { dataKib: 1_000 });
    await expect(inspector.inspect(letter, LETTER_AT_HOME)).rejects.toThrow('does not start');
  });

  test('A child that is not ready in time is a fault and not the letter’s', async () => {
    const inspector = start(1, { startMs: 1 });
    await expect(inspector.inspect(letter, LETTER_AT_HOME)).rejects.toThrow('does not start');
  });

  test('Closing ends the letters under way, and takes no more', async () => {
    const inspector = start(1);
    await inspector.inspect(letter, LETTER_AT_HOME);
    const underway = [timeBomb(), letter].map((pdf) =>
      expect(inspector.inspect(pdf, LETTER_AT_HOME)).rejects.toThrow('is closed'),
    );
    await inspector.close();
    await Promise.all(underway);
    await expect(inspector.inspect(letter, LETTER_AT_HOME)).rejects.toThrow('is closed');
  });

  onLinux('A worker that is killed leaves no child behind', async () => {
    const { said, children } = await runAndKill([
      '--import',
      'tsx',
      join(__dirname, 'inspect-one.ts'),
      join(project, letterPath),
    ]);
    expect(JSON.parse(said)).toMatchObject(LETTER);
    expect(children).toHaveLength(1);
    await eventually(() => !children.some(isRunning));
  });

  test('The built program runs its own child, with nothing of the sources', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'postroom-built-'));
    try {
      symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'));
      for (const room of ['adapters/children', 'adapters/pdf', 'adapters/render', 'domain'])
        build(join(project, 'src', room), join(folder, room));
      const program = `
        const { createPdfInspector } = require(process.argv[1]);
        const { readFileSync } = require('node:fs');
        createPdfInspector({ processes: 1 }).inspect(readFileSync(process.argv[2]), { kind: 'letter', international: false }).then(({ kind, pages }) => console.log(JSON.stringify({ kind, pages })));`;
      const { said } = await runAndKill([
        '-e',
        program,
        join(folder, 'adapters/pdf/create-pdf-inspector.js'),
        join(project, letterPath),
      ]);
      expect(JSON.parse(said)).toMatchObject(LETTER);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
