import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
let service: string;
beforeAll(async () => {
  [world, folder] = await Promise.all([createCliWorld(), mkdtemp(join(tmpdir(), 'postroom-previews-'))]);
  service = ((await world.json('service', 'create', 'Passports')) as { id: string }).id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

async function aTemplate(body: string): Promise<string> {
  const text = ['--name', 'x', '--subject', 'Your ((thing))', '--body', body];
  return ((await world.json('template', 'create', service, ...text)) as { id: string }).id;
}

async function values(personalisation: unknown): Promise<readonly string[]> {
  const path = join(folder, 'values.json');
  await writeFile(path, typeof personalisation === 'string' ? personalisation : JSON.stringify(personalisation));
  return ['--personalisation', path];
}

const ADDRESS = { address_line_1: 'Ms Sample', address_line_2: '1 Example Road', postcode: 'SW1A 1AA' };

test('A template is seen as the PDF that would be printed, equal bytes each time', async () => {
  const id = await aTemplate('Dear ((name))\n\n---\n\nqr: https://www.gov.uk/((thing))');
  const given = await values({ thing: 'permit', name: 'Ms Sample', ...ADDRESS });
  const output = join(folder, 'letter.pdf');
  const preview = () => world.json('template', 'preview', service, id, ...given, '--output', output);
  expect(await preview()).toEqual({ pages: 2, files: [output] });
  const pdf = await readFile(output);
  expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
  await preview();
  expect((await readFile(output)).equals(pdf)).toBe(true);
});

test('Each page is seen as a picture of A4', async () => {
  const given = await values({ thing: 'permit' });
  const draw = async (body: string) => {
    const output = [...given, '--output', join(folder, 'page.png')];
    return (await world.json('template', 'preview', service, await aTemplate(body), ...output)) as { files: string[] };
  };
  const [one, three] = [await draw('a'), await draw('a\n\n---\n\nb\n\n---\n\nc')];
  expect(one.files).toEqual([join(folder, 'page.png')]);
  expect(three.files).toEqual([1, 2, 3].map((page) => join(folder, `page-${page}.png`)));
  const pictures = await Promise.all([...one.files, ...three.files].map((file) => readFile(file)));
  for (const picture of pictures) {
    expect(picture.subarray(0, 8).toString('latin1')).toBe('\u0089PNG\r\n\u001a\n');
    expect(picture.readUInt32BE(20) / picture.readUInt32BE(16)).toBeCloseTo(297 / 210, 2);
  }
  expect(new Set(pictures.map((picture) => picture.toString('base64'))).size).toBe(4);
});

test('An earlier version, and a template without an address, can be seen too', async () => {
  const id = await aTemplate('Hello');
  await world.json('template', 'update', service, id, '--body', 'Hello ((stranger))');
  const output = join(folder, 'first.pdf');
  const given = [...(await values({ thing: 'permit' })), '--output', output];
  expect(await world.json('template', 'preview', service, id, '--version', '1', ...given)).toMatchObject({ pages: 1 });
});

test.each<[string, string, unknown, number, RegExp]>([
  ['a value is missing', 'Dear ((name))', { thing: 'x' }, 2, /Missing personalisation: name$/],
  ['the address is wrong', 'a', { thing: 'x', address_line_1: 'a' }, 2, /Address must be at least 3 lines/],
  ['a character cannot be printed', 'a', { thing: '😀' }, 2, /😀 \(U\+1F600\)/],
  ['it would be too long', '((text))', { thing: 'x', text: 'a\n\n'.repeat(500) }, 2, /more than 10 pages/],
  ['a QR code has too much in it', `qr: ${'a'.repeat(600)}`, { thing: 'x' }, 2, /600 bytes.+504/],
  ['nothing is left of it', '((text))', { thing: 'x', text: '' }, 2, /would be empty/],
  ['the values are no JSON', 'a', 'thing: x', 2, /no JSON object/],
  ['the values are a list', 'a', ['x'], 2, /no JSON object/],
])('There is no preview where %s, and one line says so', async (_what, body, personalisation, code, line) => {
  const given = await values(personalisation);
  const said = await world.run('template', 'preview', service, await aTemplate(body), ...given, '--output', 'x.pdf');
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(line);
});

test('A file of another kind is not written, and a template that is not there is not found', async () => {
  const id = await aTemplate('a');
  expect(await world.run('template', 'preview', service, id, '--output', 'x.doc')).toMatchObject({ code: 2 });
  expect(await world.run('template', 'preview', service, service, '--output', 'x.pdf')).toMatchObject({ code: 1 });
});
