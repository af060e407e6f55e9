import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { createZipper } from '../../../src/adapters/zip/create-zipper';
import { testWith } from '../../support/programs';
import { letters } from './letters';
import { readZip } from './read-zip';

const run = promisify(execFile);
const zipper = createZipper();

async function* each<Item>(items: Iterable<Item>): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

describe('a zip of letters', () => {
  let folder: string;
  let zipFile: string;
  let expected: { name: string; body: Buffer }[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'postroom-zip-'));
    zipFile = join(folder, 'LETTERS.ZIP');
    expected = [];
    for await (const letter of letters(20)) expected.push(letter);
    await writeFile(zipFile, zipper.zip(letters(20)));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test('Any letters come back by name, byte for byte and in order, stored, with no descriptors, made by system 0', async () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
      .filter((text) => /^[^/\\:\0]+$/.test(text));
    const body = fc.tuple(fc.integer({ min: 0, max: 200_000 }), fc.string({ minLength: 1 }));
    const entry = fc.record({ name, body: body.map(([bytes, text]) => Buffer.alloc(bytes, text)) });
    const entries = fc.uniqueArray(entry, { maxLength: 12, selector: (item) => item.name.toUpperCase() });
    await fc.assert(
      fc.asyncProperty(entries, async (wanted) => {
        const read = readZip(await buffer(zipper.zip(each(wanted))));
        expect(read.map((item) => item.name)).toEqual(wanted.map((item) => item.name));
        for (const [index, item] of read.entries()) {
          expect(item.body.equals(wanted[index]?.body ?? Buffer.from('missing'))).toBe(true);
          // 1980-01-01 00:00
          expect(item).toMatchObject({ madeBySystem: 0, method: 0, flags: 0, dosTime: 0x0021_0000, extraBytes: 0 });
        }
      }),
      { numRuns: 100 },
    );
  });

  testWith(['unzip'], 'unzip reads it', async () => {
    const { stdout } = await run('unzip', ['-t', zipFile]);
    expect(stdout.match(/ OK$/gm)).toHaveLength(20);
    expect(stdout).toContain('No errors detected');
  });

  testWith(['java', 'javac'], "Java's ZipInputStream reads it", async () => {
    await run('javac', ['-d', folder, join(__dirname, 'ReadZip.java')]);
    const { stdout } = await run('java', ['-cp', folder, 'ReadZip', zipFile]);
    const hashOf = (body: Buffer) => createHash('sha256').update(body).digest('hex');
    expect(stdout.trim().split('\n')).toEqual(expected.map(({ name, body }) => `${name} ${hashOf(body)}`));
  });

  test('The same letters give the same bytes, in any time zone', async () => {
    const hashIn = async (timeZone: string) => {
      const program = ['--import', 'tsx', join(__dirname, 'print-zip-hash.ts')];
      const { stdout } = await run(process.execPath, program, { env: { ...process.env, TZ: timeZone } });
      return JSON.parse(stdout) as { hash: string; hour: number };
    };
    const here = createHash('sha256')
      .update(await buffer(zipper.zip(letters(20))))
      .digest('hex');
    expect(await hashIn('Asia/Tokyo')).toEqual({ hash: here, hour: 9 });
    expect(await hashIn('America/New_York')).toEqual({ hash: here, hour: 19 });
  });

  test('A slow sink is never more than three letters behind', async () => {
    let [given, taken, furthest, entries] = [0, 0, 0, 0];
    const body = Buffer.alloc(100_000, 'x');
    const source = async function* () {
      for (entries = 0; entries < 300; entries += 1) {
        await Promise.resolve();
        given += body.length;
        yield { name: `${entries}.PDF`, body };
      }
    };
    const sink = new Writable({
      highWaterMark: 1,
      write(chunk: Buffer, _encoding, done) {
        furthest = Math.max(furthest, given - taken);
        taken += chunk.length;
        setTimeout(done, 1);
      },
    });
    await pipeline(zipper.zip(source()), sink);
    expect(taken).toBeGreaterThan(300 * body.length);
    expect(furthest).toBeLessThanOrEqual(3 * body.length);
  });

  test('A letter that cannot be read ends the zip with that error', async () => {
    const source = async function* () {
      yield* letters(3);
      await Promise.reject(new Error('its PDF has changed'));
    };
    const zip = zipper.zip(source());
    await expect(buffer(zip)).rejects.toThrow('its PDF has changed');
    expect(zip.destroyed).toBe(true);
  });

  test('A sink that gives up ends the reading of letters', async () => {
    let ended = false;
    const source = async function* () {
      try {
        yield* letters(100);
      } finally {
        ended = true;
      }
    };
    const sink = new Writable({ write: (_chunk, _encoding, done) => done(new Error('the disk is full')) });
    await expect(pipeline(zipper.zip(source()), sink)).rejects.toThrow('the disk is full');
    expect(ended).toBe(true);
  });

  test.each([
    ['a folder', ['a/b.PDF']],
    ['a way out', ['..\\b.PDF']],
    ['a drive', ['C:b.PDF']],
    ['no name', ['']],
    ['a name twice', ['a.PDF', 'a.PDF']],
    ['a name twice but for its case', ['a.PDF', 'A.pdf']],
  ])('Entries with %s are refused', async (_what, names) => {
    const zip = zipper.zip(each(names.map((name) => ({ name, body: Buffer.from('x') }))));
    await expect(buffer(zip)).rejects.toThrow(/A zip has/);
  });

  test('No letters give an empty zip', async () => {
    expect(readZip(await buffer(zipper.zip(each([]))))).toEqual([]);
  });
});
