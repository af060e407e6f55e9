import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServiceId } from '../../src/domain/letter';
import { blackPng } from '../support/png';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
let service: string;
beforeAll(async () => {
  [world, folder] = await Promise.all([createCliWorld(), mkdtemp(join(tmpdir(), 'postroom-logos-'))]);
  service = ((await world.json('service', 'create', 'Passports')) as { id: string }).id;
});
afterAll(() => Promise.all([world.close(), rm(folder, { recursive: true })]));

async function aFile(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}
const SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>';
/** Forty outlines, each within the next. */
const CLIPPED = Array.from(
  { length: 40 },
  (_, index) => `<clipPath id="c${index}" clip-path="url(#c${index + 1})"><path d="M0 0h9v9z"/></clipPath>`,
)
  .join('')
  .concat('<path clip-path="url(#c0)" d="M0 0h9v9z"/>');
const current = () => world.deps.logos.current(service as ServiceId);

test('A service has the logo that was set last, whatever its file is called, or none', async () => {
  expect(await current()).toBeNull();
  const svg = await aFile('logo', SVG);
  expect(await world.json('service', 'logo', service, svg)).toEqual({ id: service, logo: 'svg', bytes: SVG.length });
  expect((await current())?.bytes.toString()).toBe(SVG);
  const png = await aFile('logo.svg', blackPng(70, 18));
  expect(await world.json('service', 'logo', service, png)).toMatchObject({ logo: 'png' });
  expect((await current())?.kind).toBe('png');
  expect(await world.json('service', 'logo', service, '--remove')).toEqual({ id: service, logo: null });
  expect(await current()).toBeNull();
});

test.each<[string, number, () => readonly string[] | Promise<readonly string[]>, RegExp]>([
  [
    'an SVG with a script',
    2,
    async () => [service, await aFile('a', SVG.replace('<path', '<script/><path'))],
    /<script>/,
  ],
  [
    'a PNG that cannot be drawn',
    2,
    async () => [service, await aFile('b', blackPng(9, 9).fill(1, 40))],
    /cannot be drawn/,
  ],
  [
    'an SVG that cannot be drawn',
    2,
    async () => [service, await aFile('c', SVG.replace('</svg>', ''))],
    /cannot be drawn/,
  ],
  [
    'an SVG that PDF/A has no room for',
    2,
    async () => [service, await aFile('e', SVG.replace(/<path.*\/>/, CLIPPED))],
    /cannot be drawn/,
  ],
  [
    'an SVG too intricate to be printed',
    2,
    async () => [
      service,
      await aFile('f', SVG.replace(/<path.*\/>/, `${'<g opacity=".9">'.repeat(30)}$&${'</g>'.repeat(30)}`)),
    ],
    /too intricate/,
  ],
  ['another file', 2, async () => [service, await aFile('d', 'logo')], /neither an SVG nor a PNG/],
  ['no file', 2, () => [service], /--remove/],
  ['a file and none', 2, () => [service, 'x', '--remove'], /not both/],
  ['a file that is not there', 2, () => [service, join(folder, 'nowhere')], /cannot be read/],
  ['a service that is not there', 1, () => ['00000000-0000-4000-8000-000000000000', 'x'], /no service/],
])('With %s nothing is set, and one line says why', async (_what, code, args, line) => {
  const before = await current();
  const said = await world.run('service', 'logo', ...(await args()));
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(line);
  expect(await current()).toEqual(before);
});
