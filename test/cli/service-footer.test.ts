import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceId } from '../../src/domain/letter';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
let service: string;
beforeAll(async () => {
  [world, folder] = await Promise.all([createCliWorld(), mkdtemp(join(tmpdir(), 'postroom-footers-'))]);
  service = ((await world.json('service', 'create', 'Hospice')) as { id: string }).id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

async function aFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const CHARITY = 'Registered charity no. 123456.';
const current = () => world.deps.footers.current(service as ServiceId);

test('A service has the footer that was set last, or none', async () => {
  expect(await current()).toEqual([]);
  const one = await aFile('one', `${CHARITY}\n`);
  expect(await world.json('service', 'footer', service, one)).toEqual({ id: service, footer: [CHARITY] });
  expect(await current()).toEqual([CHARITY]);
  const three = await aFile('three', 'one\r\n two \r\nTŷ’r tri');
  expect(await world.json('service', 'footer', service, three)).toMatchObject({ footer: ['one', 'two', 'Tŷ’r tri'] });
  expect(await current()).toEqual(['one', 'two', 'Tŷ’r tri']);
  expect(await world.json('service', 'footer', service, '--remove')).toEqual({ id: service, footer: [] });
  expect(await current()).toEqual([]);
});

test('A preview of a letter shows it, and after its end the letter is as it was before', async () => {
  const text = ['--name', 'x', '--subject', 'x', '--body', 'x'];
  const { id } = (await world.json('template', 'create', service, ...text)) as { id: string };
  const output = join(folder, 'letter.pdf');
  const preview = async () => {
    await world.json('template', 'preview', service, id, '--output', output);
    return (await readFile(output)).toString('latin1');
  };
  const before = await preview();
  await world.json('service', 'footer', service, await aFile('shown', CHARITY));
  const shown = await preview();
  expect(shown).not.toBe(before);
  expect(await preview()).toBe(shown);
  await world.json('service', 'footer', service, '--remove');
  expect(await preview()).toBe(before);
});

const LONG = 'Registered charity no. 123456. '.repeat(5).trim();

test.each<[string, number, () => readonly string[] | Promise<readonly string[]>, RegExp]>([
  ['four lines', 2, async () => [service, await aFile('a', 'a\nb\nc\nd')], /no footer: it has 4 lines: 3 at most/],
  [
    'lines that are too long',
    2,
    async () => [service, await aFile('b', `${LONG}\nshort\n${'W'.repeat(60)}`)],
    /no footer: line 1 has 154 characters, of which 1\d\d fit; line 3 has 60 characters, of which 55 fit$/,
  ],
  [
    'a line that is too long, with an emoji',
    2,
    async () => [service, await aFile('c', `😀${'W'.repeat(60)}`)],
    /line 1 has 61 characters, of which 5\d fit$/,
  ],
  ['an emoji', 2, async () => [service, await aFile('d', 'a\nb 😀')], /cannot be printed: 😀 \(U\+1F600\)/],
  ['a control character', 2, async () => [service, await aFile('e', 'a\u0007')], /line 1 .+ \(U\+0007\)/],
  ['a placeholder', 2, async () => [service, await aFile('f', 'Dear ((name))')], /\(\(name\)\) would stand there/],
  ['an empty file', 2, async () => [service, await aFile('g', '\n')], /not empty/],
  ['another file', 2, async () => [service, await aFile('h', Buffer.from([0xff, 0xfe]))], /no text in UTF-8/],
  ['no file', 2, () => [service], /--remove/],
  ['a file and none', 2, () => [service, 'x', '--remove'], /not both/],
  ['a file that is not there', 2, () => [service, join(folder, 'nowhere')], /cannot be read/],
  ['a service that is not there', 1, () => ['00000000-0000-4000-8000-000000000000', 'x'], /no service/],
])('With %s nothing is set, and one line says why', async (_what, code, args, line) => {
  const before = await current();
  const said = await world.run('service', 'footer', ...(await args()));
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(line);
  expect(await current()).toEqual(before);
});

test('As many characters as it says would fit do fit, and one more does not', async () => {
  const line = 'W'.repeat(60);
  const set = async (length: number) =>
    world.run('service', 'footer', service, await aFile('w', line.slice(0, length)));
  expect((await set(60)).error).toMatch(/of which 55 fit$/);
  expect((await set(56)).code).toBe(2);
  expect((await set(55)).code).toBe(0);
});
