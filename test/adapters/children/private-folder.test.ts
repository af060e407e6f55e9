import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';
import type { PdfInspector } from '../../../src/ports';
import { eventually } from '../../support/eventually';
import { childrenOf, folderOf } from '../pdf/children';
import { runAndKill } from './run-program';

const letterPath = join(__dirname, '../../../dev/samples/letters/valid_letter.pdf');
const letter = readFileSync(letterPath);
const onLinux = process.platform === 'linux' ? test : test.skip;

const open: PdfInspector[] = [];
afterEach(async () => {
  for (const inspector of open.splice(0)) await inspector.close();
});

/** The folder of a child that has inspected a letter, with something left in it. */
async function folderOfChild(): Promise<{ folder: string; child: number; inspector: PdfInspector }> {
  const inspector = createPdfInspector({ processes: 1 });
  open.push(inspector);
  await inspector.inspect(letter, { kind: 'letter', international: false });
  const [child = 0] = childrenOf(process.pid);
  const folder = folderOf(child);
  mkdirSync(join(folder, 'deep'));
  writeFileSync(join(folder, 'deep', 'words of a letter'), 'x');
  return { folder, child, inspector };
}

onLinux('A child has a folder of its own, which goes with it', async () => {
  const { folder, inspector } = await folderOfChild();
  expect(folder.startsWith(join(tmpdir(), 'postroom-child-'))).toBe(true);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  await inspector.close();
  expect(existsSync(folder)).toBe(false);
});

onLinux('A child that is killed leaves no folder behind', async () => {
  const { folder, child } = await folderOfChild();
  process.kill(child, 'SIGKILL');
  await eventually(() => !existsSync(folder));
});

onLinux(
  'What a worker that was killed left behind is removed by the next; what belongs to one that runs is kept',
  async () => {
    const words = ['--import', 'tsx', join(__dirname, '../pdf/inspect-one.ts'), letterPath];
    const [left = ''] = (await runAndKill(words)).folders;
    expect(existsSync(left)).toBe(true);
    const before = mkdtempSync(join(tmpdir(), `postroom-child-${process.pid}-0-`)); // of one that had our id
    const parents = mkdtempSync(join(tmpdir(), `postroom-child-${process.ppid}-0-`));
    try {
      const { folder } = await folderOfChild();
      await eventually(() => !existsSync(left) && !existsSync(before));
      expect([existsSync(parents), existsSync(folder)]).toEqual([true, true]);
    } finally {
      rmSync(parents, { recursive: true });
    }
  },
);
