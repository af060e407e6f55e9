import { readdirSync } from 'node:fs';
import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';
import { BREAKERS, ENDLESS } from './breakers';
import { childrenOf, peakMemoryOf } from './children';
import { sampleLetter } from './sample-letters';

/** The limit on data, and what a program takes beside it. */
const MOST_MEMORY = 700 * 1024 * 1024;
const AS = { kind: 'attachment' } as const;
const onLinux = process.platform === 'linux' ? test : test.skip;

describe('files that are made to break their reader', () => {
  const files = readdirSync('.');
  const inspector = createPdfInspector({ processes: 3, limits: { letterCpuMs: 5_000 } });
  afterAll(async () => {
    await inspector.close();
    expect(childrenOf(process.pid)).toEqual([]);
    expect(readdirSync('.')).toEqual(files);
  });

  onLinux('They take no more than they may, the endless ones are refused, and the next letter is judged', async () => {
    let most = 0;
    const looking = setInterval(() => {
      for (const child of childrenOf(process.pid)) most = Math.max(most, peakMemoryOf(child));
    }, 5);
    const inspect = async ([what, make]: readonly [string, () => Buffer]) =>
      [what, (await inspector.inspect(make(), AS)).kind] as const;
    const inspected = await Promise.all(Object.entries(BREAKERS).map(inspect));
    clearInterval(looking);
    const refused = inspected.filter(([, kind]) => kind === 'refused').map(([what]) => what);
    expect(refused).toEqual(expect.arrayContaining([...ENDLESS]));
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(MOST_MEMORY);
    expect(await inspector.inspect(sampleLetter('valid_letter.pdf'), AS)).toMatchObject({ kind: 'attachment' });
  });
});
