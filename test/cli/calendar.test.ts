/** A newer list of bank holidays comes from a real HTTP server, and the processes read it at their next start. */
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBankHolidays } from '../../src/adapters/holidays/create-bank-holidays';
import type { CliDependencies } from '../../src/cli/dependencies';
import { runCli } from '../../src/cli/postroom';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import vendored from '../../src/domain/bank-holidays.json';

const in2028 = Array.from({ length: 8 }, (_, index) => ({ date: `2028-0${index + 1}-04`, title: 'A holiday' }));
const published = (events: readonly object[]) => ({
  'england-and-wales': { division: 'england-and-wales', events },
  scotland: { division: 'scotland', events: [] },
});
const newer = published([...vendored.dates, ...in2028]);

let server: Server;
let address: string;
let answer: { status: number; body: string };
let folder: string;
let file: string;
beforeAll(async () => {
  server = createServer((_, response) => void response.writeHead(answer.status).end(answer.body));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/bank-holidays.json`;
});
beforeEach(async () => {
  answer = { status: 200, body: JSON.stringify(newer) };
  folder = await mkdtemp(join(tmpdir(), 'postroom-calendar-'));
  file = join(folder, 'bank-holidays.json');
});
afterEach(() => rm(folder, { recursive: true }));
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** All that this command may use. */
async function refresh(from = address, kept: string | null = file) {
  const said = { out: [] as string[], error: [] as string[] };
  const open = () =>
    ({
      bankHolidays: createBankHolidays(kept),
      clock: { now: () => new Date('2026-11-24T12:00:00Z') },
      close: () => Promise.resolve(),
    }) as unknown as CliDependencies;
  const code = await runCli(['calendar', 'refresh', '--from', from, '--json'], {
    out: (line) => void said.out.push(line),
    error: (line) => void said.error.push(line),
    user: 'alex',
    open,
  });
  return { code, report: JSON.parse(said.out[0] ?? 'null') as unknown, error: said.error.join('\n') };
}
const atStart = () => createBankHolidays(file).inForce();

test('The list is fetched, written, and read by every process that starts from then on', async () => {
  expect(atStart()).toEqual({ ok: true, value: ENGLAND_AND_WALES });
  expect(await refresh()).toMatchObject({
    code: 0,
    report: { file, last: '2028-08-04', added: in2028.map(({ date }) => date), removed: [] },
  });
  expect(atStart()).toMatchObject({ value: { firstKnown: '2023-01-01', lastKnown: '2028-08-04' } });
  expect(await refresh()).toMatchObject({ code: 0, report: { added: [], removed: [] } });
  expect(await readdir(folder)).toEqual(['bank-holidays.json']);
});

test('Where no address can be reached, a file serves', async () => {
  const downloaded = join(folder, 'downloaded.json');
  await writeFile(downloaded, JSON.stringify(newer));
  expect(await refresh(downloaded)).toMatchObject({ code: 0, report: { last: '2028-08-04' } });
  expect(atStart()).toMatchObject({ value: { lastKnown: '2028-08-04' } });
});

test.each([
  ['an error', { status: 503, body: 'later' }, 3, 'cannot be read: HTTP 503'],
  ['a page', { status: 200, body: '<html>' }, 3, 'cannot be read: '],
  ['too much', { status: 200, body: ' '.repeat(1024 * 1024 + 1) }, 3, 'cannot be read: more than 1048576 bytes came'],
  [
    'another list',
    { status: 200, body: '{"division":"scotland","events":[]}' },
    2,
    'is not taken: it has no division england-and-wales',
  ],
  [
    'an older list',
    { status: 200, body: JSON.stringify(published(vendored.dates)) },
    2,
    'is not taken: it ends on 2027-12-28, and 2028-08-04 is known already',
  ],
])('A server that answers with %s changes nothing', async (_case, bad, code, words) => {
  await refresh();
  const before = await readFile(file, 'utf8');
  answer = bad;
  const said = await refresh();
  expect(said).toMatchObject({ code, report: null });
  expect(said.error).toMatch(/^postroom: http:[^\n]+$/);
  expect(said.error).toContain(words);
  expect(await readFile(file, 'utf8')).toBe(before);
});

test('A server or a file that is not there is named', async () => {
  const gone = createServer().listen(0, '127.0.0.1');
  await once(gone, 'listening');
  const { port } = gone.address() as AddressInfo;
  gone.close();
  await once(gone, 'close');
  const nowhere = `http://127.0.0.1:${port}/`;
  expect(await refresh(nowhere)).toMatchObject({
    code: 3,
    error: `postroom: ${nowhere} cannot be read: ECONNREFUSED`,
  });
  expect(await refresh(join(folder, 'none.json'))).toMatchObject({ code: 3 });
});

test('Without a file to keep it in, the command says what to set', async () => {
  expect(await refresh(address, null)).toMatchObject({
    code: 2,
    error: expect.stringMatching(/^postroom: BANK_HOLIDAYS_FILE: is missing /) as string,
  });
});

test('A file that was damaged stops the processes, and the command repairs it', async () => {
  await writeFile(file, '{"dates":[');
  expect(atStart()).toMatchObject({ ok: false, error: expect.stringContaining(file) as string });
  await writeFile(file, '{"dates":[]}');
  expect(atStart()).toMatchObject({ ok: false });
  expect(await refresh()).toMatchObject({ code: 0 });
  expect(atStart().ok).toBe(true);
});

test('A file that an upgrade has overtaken holds nothing back', async () => {
  await writeFile(file, JSON.stringify({ dates: [{ date: '2024-12-26' }] }));
  expect(atStart()).toEqual({ ok: true, value: ENGLAND_AND_WALES });
});

test('A write that fails leaves the old list and nothing beside it', async () => {
  await refresh();
  const before = await readFile(file, 'utf8');
  expect(await refresh(address, join(folder, 'missing', 'list.json'))).toMatchObject({ code: 3 });
  // No file takes the place of a folder.
  const inTheWay = join(folder, 'list.json');
  await mkdir(inTheWay);
  expect(await refresh(address, inTheWay)).toMatchObject({ code: 3 });
  expect((await readdir(folder)).sort()).toEqual(['bank-holidays.json', 'list.json']);
  expect(await readFile(file, 'utf8')).toBe(before);
});
