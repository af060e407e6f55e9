/** Files, tickets, schedules, checks, the printer and the database at the command line. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError } from '../../src/setting-files';
import { runCli } from '../../src/cli/postroom';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let folder: string;
beforeAll(async () => {
  world = await createCliWorld();
  folder = await mkdtemp(join(tmpdir(), 'postroom-cli-'));
});
afterAll(async () => {
  await world.close();
  await rm(folder, { recursive: true });
});

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe("The printer's files", () => {
  test('A file is taken in under its name, and the same bytes only once', async () => {
    const path = await file('notify-20260105180000-rsp.txt', 'ABCDEFGHIJKLMNOP|Sent|1|Sorted\n');
    const ingested = (await world.json('file', 'ingest', path)) as { sha256: string };
    expect(ingested).toMatchObject({ outcome: 'new', workflow_id: `inbound-${ingested.sha256}` });
    expect(await world.json('file', 'ingest', path)).toMatchObject({ outcome: 'known', sha256: ingested.sha256 });
    expect(await world.json('file', 'list')).toMatchObject([
      { name: 'NOTIFY-20260105180000-RSP.TXT', kind: 'response', state: 'received', source: 'command-line' },
    ]);
    expect(world.temporal.files).toEqual([ingested.sha256, ingested.sha256]);
  });

  test.each([
    ['a file that is not there', () => Promise.resolve(join(folder, 'nowhere.txt'))],
    ['a file of another name', () => file('letters.txt', 'x')],
  ])('%s is refused', async (_case, path) => {
    const said = await world.run('file', 'ingest', await path());
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.error).toMatch(/^postroom: [^\n]+$/);
  });
});

describe('Tickets', () => {
  test('A ticket is listed, shown, and closed by name', async () => {
    await world.owner.tickets.raise({
      kind: 'letters-failed',
      dedupKey: 'k',
      subject: 'Letters failed',
      message: 'Two of them',
    });
    const [{ id }] = (await world.json('ticket', 'list')) as [{ id: string }];
    expect(await world.json('ticket', 'show', id)).toMatchObject({ id, message: 'Two of them', closed_at: null });
    expect(await world.json('ticket', 'close', id, '--as', 'jo')).toEqual({ id, closed_by: 'jo' });
    expect(await world.json('ticket', 'list')).toEqual([]);
    expect(await world.json('ticket', 'list', '--all')).toMatchObject([{ id, closed_by: 'jo' }]);
    expect(await world.run('ticket', 'close', id)).toMatchObject({ code: 1, out: '' });
    expect(await world.run('ticket', 'show', '999')).toMatchObject({ code: 1, out: '' });
  });

  test('A ticket is shown with where it was told, and why it was not yet', async () => {
    const { tickets, deliveries } = world.owner;
    await tickets.raise({ kind: 'letters-failed', dedupKey: 'told', subject: 'Letters failed', message: 'Three' });
    const [{ id }] = (await world.json('ticket', 'list')) as [{ id: string }];
    const told = async () => (await world.json('ticket', 'show', id)) as { told: unknown };
    const untold = { sink: 'webhook', external_id: null, opened_at: null, closed_at: null };
    expect(await told()).toMatchObject({ told: [{ ...untold, attempts: 0, last_error: null }] });
    const at = new Date();
    const later = new Date(at.getTime() + 60_000);
    const next = async (due: Date) => {
      for (;;) {
        const delivery = await deliveries.takeNext('webhook', due, new Date(due.getTime() + 30_000));
        if (delivery?.ticket.id === id) return delivery;
        if (!delivery) throw new Error('nothing was due');
        await deliveries.taken('webhook', delivery, due, null);
      }
    };
    await deliveries.failed('webhook', await next(at), 'HTTP 503', later);
    expect(await told()).toMatchObject({ told: [{ ...untold, attempts: 1, last_error: 'HTTP 503' }] });
    await deliveries.taken('webhook', await next(later), later, '4711');
    expect(await told()).toMatchObject({
      told: [{ ...untold, external_id: '4711', opened_at: later.toISOString(), last_error: null }],
    });
  });
});

test('Schedules are ensured, listed, paused and resumed with who and why', async () => {
  expect(await world.json('schedules', 'ensure')).toEqual([{ id: 'print-run', outcome: 'created' }]);
  expect(await world.json('schedules', 'pause', 'print-run', '--reason', 'strike')).toEqual({
    id: 'print-run',
    paused: true,
    by: 'alex',
  });
  expect(await world.json('schedules', 'list')).toMatchObject([
    { id: 'print-run', paused: true, note: 'alex: strike' },
  ]);
  expect(await world.json('schedules', 'resume', 'print-run')).toMatchObject({ paused: false });
  expect(await world.run('schedules', 'pause', 'nothing', '--reason', 'x')).toMatchObject({ code: 1 });
  expect(await world.run('schedules', 'pause', 'print-run')).toMatchObject({ code: 2 });
});

test('A check runs now, or as if it were another time', async () => {
  expect(await world.json('deadline', 'check')).toEqual({ at: '2026-01-05T12:00:00.000Z', kind: 'clear' });
  await world.json('acknowledgement', 'check', '--at', '2026-01-04T23:00:00Z');
  expect(world.temporal.checks).toEqual([
    'deadline 2026-01-05T12:00:00.000Z',
    'acknowledgement 2026-01-04T23:00:00.000Z',
  ]);
  expect(await world.run('deadline', 'check', '--at', 'noon')).toMatchObject({ code: 2, out: '' });
});

test('The stuck check and the erasing of letters run when they are asked for', async () => {
  world.temporal.checks.length = 0;
  expect(await world.json('stuck', 'check')).toEqual({ at: '2026-01-05T12:00:00.000Z', kind: 'clear' });
  await world.json('stuck', 'check', '--at', '2026-01-04T23:00:00Z');
  expect(await world.json('retention', 'run')).toEqual({ at: '2026-01-05T12:00:00.000Z', kind: 'clear' });
  expect(world.temporal.checks).toEqual([
    'stuck 2026-01-05T12:00:00.000Z',
    'stuck 2026-01-04T23:00:00.000Z',
    'retention 2026-01-05T12:00:00.000Z',
  ]);
  expect(await world.run('retention', 'run', '--at', '2027-01-04T23:00:00Z')).toMatchObject({ code: 2, out: '' });
});

test('The printer says what it offers', async () => {
  expect(await world.json('printer', 'probe')).toEqual({
    host_key_fingerprint: 'SHA256:x',
    posix_rename: true,
    fsync: false,
    staging_folder: true,
  });
});

test('The database is up to date', async () => {
  expect(await world.json('migrate')).toEqual({ migrations: [] });
});

describe('How a command ends', () => {
  test('Help goes to standard output and names every command', async () => {
    const { code, out } = await world.run('--help');
    expect(code).toBe(0);
    for (const noun of [
      'status',
      'run',
      'batch',
      'letter',
      'file',
      'ticket',
      'deadline',
      'acknowledgement',
      'stuck',
      'retention',
      'calendar',
      'service',
      'key',
      'operator',
      'schedules',
      'printer',
      'migrate',
    ]) {
      expect(out).toMatch(new RegExp(`^ +${noun}`, 'm'));
    }
  });

  test.each([
    ['a fault', new Error('connect ECONNREFUSED\nwith details'), 3, 'postroom: connect ECONNREFUSED'],
    [
      'a wrong setting',
      new ConfigurationError('S3_BUCKET: is missing (see .env.example)'),
      2,
      'postroom: S3_BUCKET: is missing (see .env.example)',
    ],
  ])('%s is one line', async (_case, fault, code, line) => {
    const said: string[] = [];
    const ended = await runCli(['status'], {
      out: () => undefined,
      error: (text) => void said.push(text),
      open: () => {
        throw fault;
      },
    });
    expect([ended, said]).toEqual([code, [line]]);
  });

  test('Everything that was opened is closed, though the command failed', async () => {
    let closed = 0;
    const open = () => ({ ...world.deps, close: () => Promise.resolve(void (closed += 1)) });
    const quiet = { out: () => undefined, error: () => undefined };
    await runCli(['ticket', 'show', '0'], { ...quiet, open });
    expect(closed).toBe(1);
  });
});

describe('What came in', () => {
  test('A file is shown with what its lines came to', async () => {
    const path = await file('NOTIFY-20260105170000-RSP.TXT', 'ZZCDEFGHIJKLMNOP|Sent|1|Sorted\n');
    const { sha256 } = (await world.json('file', 'ingest', path)) as { sha256: string };
    expect(await world.json('file', 'show', sha256)).toMatchObject({ sha256, state: 'received', outcomes: {} });
    expect(await world.run('file', 'show', 'f'.repeat(64))).toMatchObject({ code: 1 });
    expect(await world.run('file', 'show', 'nothing')).toMatchObject({ code: 2 });
  });

  test('Letters that came back are told from a file, counted and named', async () => {
    const path = await file('returned.txt', 'ABCDEFGH01234567\nABCDEFGH01234567\n');
    expect(await world.json('letter', 'returned', path)).toMatchObject({
      returned: 0,
      repeated_in_list: { count: 1 },
      unknown: { count: 1, references: ['ABCDEFGH01234567'] },
    });
    expect(await world.run('letter', 'returned', await file('empty.txt', ''))).toMatchObject({ code: 2 });
    expect(await world.run('letter', 'returned', join(folder, 'missing.txt'))).toMatchObject({ code: 2 });
  });
});
