import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { incomingKeyOf } from '../../src/domain/names';
import type { LetterId, ServiceId } from '../../src/domain/letter';
import { sampleLetter } from '../adapters/pdf/sample-letters';
import { acceptLetter } from './letters';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
let service: ServiceId;
beforeAll(async () => {
  [world, folder] = await Promise.all([createCliWorld(), mkdtemp(join(tmpdir(), 'postroom-overlays-'))]);
  service = ((await world.json('service', 'create', 'Passports')) as { id: ServiceId }).id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

async function aRefusedLetter(failure: string, pagesAtFault: readonly number[], pdf?: Buffer): Promise<LetterId> {
  const { letters, objects } = world.owner;
  const { id, reference } = await acceptLetter(letters, service, randomUUID());
  if (pdf) await objects.put(incomingKeyOf(reference), pdf, 'application/pdf');
  await letters.rejected(id, 'validation-failed', failure, { pages: 3, pagesAtFault, because: null });
  return id;
}
const OUTSIDE = 'content-outside-printable-area';
const overlay = (term: string, output: string) => ['letter', 'overlay', term, '--output', join(folder, output)];

test('Each page that prints where it may not is a picture, named by the page', async () => {
  const id = await aRefusedLetter(OUTSIDE, [1, 3], sampleLetter('margin-pages-1-and-3.pdf'));
  const files = [1, 3].map((page) => join(folder, `marks-${page}.png`));
  expect(await world.json(...overlay(id, 'marks.png'))).toEqual({ pages_at_fault: [1, 3], files });
  for (const file of files) expect((await readFile(file)).subarray(1, 4).toString()).toBe('PNG');
});

test.each<[string, number, () => string | Promise<string>, string, RegExp]>([
  ['was refused for another reason', 2, () => aRefusedLetter('letter-too-long', []), 'x.png', /it is letter-too-long/],
  [
    'is not refused',
    2,
    async () => (await acceptLetter(world.owner.letters, service, 'a')).id,
    'x.png',
    /pending-virus-check/,
  ],
  ['is not there', 1, () => randomUUID(), 'x.png', /No letter has the id or reference/],
  ['has lost its PDF', 1, () => aRefusedLetter(OUTSIDE, [1]), 'x.png', /not kept any more/],
  ['is to be no picture', 2, () => randomUUID(), 'x.pdf', /ends in \.png/],
])('A letter that %s has none, and one line says why', async (_what, code, letter, output, line) => {
  const said = await world.run(...overlay(await letter(), output));
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(line);
});
