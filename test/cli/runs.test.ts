import { parseDay } from '../../src/domain/calendar';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { type LetterId, parseSha256 } from '../../src/domain/letter';
import { createLetter, createRefusedLetter, fixture } from './letters';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let letter: LetterId;
let batch: string;
beforeAll(async () => {
  world = await createCliWorld();
  const service = await world.owner.services.create({ name: 'Fines', live: true });
  letter = await createLetter(world.owner.letters, service.id, 'case 1');
  await createLetter(world.owner.letters, service.id, 'case 2');
  await createLetter(world.owner.letters, service.id, 'case 2');
  const run = {
    day: fixture(parseDay('2026-01-05')),
    cutOffAt: new Date('2026-01-05T11:00:00Z'),
    actor: 'kim',
    reason: 'r',
  };
  const claimed = await world.owner.batches.claimNext(await world.owner.runs.openManual(run), DEFAULT_LIMITS);
  batch = String(claimed?.id);
});
afterAll(() => world.close());

describe('Print runs', () => {
  test('Before the cut-off a run is refused with what to do', async () => {
    const said = await world.run('run', 'start');
    expect(said).toMatchObject({ code: 2, out: '' });
    expect(said.error).toMatch(/^postroom: The cut-off of 2026-01-05 lies ahead.* Ask again with a cut-off: "now"/);
  });

  test('With a cut-off it starts in the name of who asks', async () => {
    expect(await world.json('run', 'start', '--cut-off', 'now', '--reason', 'urgent', '--as', 'jo')).toMatchObject({
      outcome: 'started',
      day: '2026-01-05',
      run_no: 3,
      actor: 'jo',
      cut_off_at: '2026-01-05T12:00:00.000Z',
      workflow_id: 'print-run-2026-01-05-3',
    });
    expect(world.temporal.runs).toMatchObject([{ runNo: 3, actor: 'jo' }]);
    expect(await world.json('run', 'start', '--cut-off', '2026-01-05T12:00:00Z')).toMatchObject({
      outcome: 'taken-up',
      run_no: 3,
    });
  });

  test('Without --as it is the user of this machine', async () => {
    expect(await world.json('run', 'start', '--day', '2026-01-02')).toMatchObject({ actor: 'alex', run_no: 2 });
  });

  test('Temporal is away: the run is recorded, and the line says how to go on', async () => {
    world.temporal.available = false;
    const said = await world.run('run', 'start', '--day', '2026-01-01');
    world.temporal.available = true;
    expect(said).toMatchObject({ code: 3, out: '' });
    expect(said.error).toMatch(
      /^postroom: Run 2 of 2026-01-01 is recorded, .* cut-off 2026-01-01T17:30:00.000Z[^\n]*$/,
    );
  });

  test('A day shows its runs and its batches by state', async () => {
    expect(await world.json('run', 'show', '2026-01-05')).toMatchObject({
      day: '2026-01-05',
      runs: [{ run_no: 2, batches: 1, letters: 3, bytes: 21 }, { run_no: 3 }],
      batches_by_state: { claimed: 1 },
    });
    const { out } = await world.run('run', 'show');
    expect(out).toMatch(/^runs of 2026-01-05\nrun_no +state +cut_off_at/);
    expect(out).toMatch(/batches by state\nclaimed +1\n/);
    expect(out).toMatch(/volumes\nnone$/);
  });

  test('A day shows the volumes of its sealed batches', async () => {
    const { owner } = world;
    const { id: service } = await owner.services.create({ name: 'Permits', live: true });
    await createLetter(owner.letters, service, 'case 3');
    const other = { day: fixture(parseDay('2026-01-03')), cutOffAt: new Date('2026-01-05T11:00:00Z') };
    const order = { ...other, actor: 'kim', reason: 'r' };
    const { id } = fixture(await owner.batches.claimNext(await owner.runs.openManual(order), DEFAULT_LIMITS));
    const before = { classes: [], unsealed_batches: 1 };
    expect(await world.json('run', 'show', '2026-01-03')).toMatchObject({ runs: [{ volumes: before }] });
    const sha256 = fixture(parseSha256('a'.repeat(64)));
    await owner.batches.seal(id, 1, { zipName: 'NOTIFY.2026-01-03.2.001.A.ZIP', sha256, bytes: 30, letters: 1 });
    const after = { classes: [{ postage: 'first', class: '1', letters: 1, sheets: 1 }], unsealed_batches: 0 };
    expect(await world.json('run', 'show', '2026-01-03')).toMatchObject({ runs: [{ volumes: after }] });
    const { out } = await world.run('run', 'show', '2026-01-03');
    expect(out).toMatch(/volumes\nrun_no +postage +class +letters +sheets\n2 +first +1 +1 +1$/);
  });

  test('The latest runs come first', async () => {
    const runs = (await world.json('run', 'list', '--limit', '1')) as unknown[];
    expect(runs).toMatchObject([{ day: '2026-01-05', run_no: 3 }]);
  });
});

describe('Batches', () => {
  test('A day lists its batches, and one shows where it stands', async () => {
    expect(await world.json('batch', 'list', '--day', '2026-01-05')).toMatchObject([
      { id: batch, state: 'claimed', letters: 3 },
    ]);
    expect(await world.json('batch', 'list', '--day', '2026-01-02')).toEqual([]);
    expect((await world.run('batch', 'list', '--day', '2026-01-02')).out).toBe('none');
    expect(await world.json('batch', 'show', batch)).toMatchObject({
      id: batch,
      workflow_id: `batch-${batch}`,
      zip: null,
    });
  });
});

describe('Letters', () => {
  test.each([
    ['its id', () => letter],
    ['its id in upper case', () => letter.toUpperCase()],
    ["the team's reference", () => 'case 1'],
  ])('A letter is shown with its timeline by %s', async (_case, term) => {
    expect(await world.json('letter', 'show', term())).toMatchObject({
      id: letter,
      client_reference: 'case 1',
      status: 'created',
      batch_id: batch,
      timeline: [
        { sequence: 1, status: 'pending-virus-check', actor: 'api' },
        { sequence: 2, status: 'created', actor: 'prepare' },
      ],
    });
    expect((await world.run('letter', 'show', term())).out).toMatch(/\n\ntimeline\nsequence +at +status/);
    expect(await world.json('letter', 'timeline', term())).toMatchObject([{ sequence: 1 }, { sequence: 2 }]);
  });

  test('A refused letter is shown with why, in words and with the pages at fault', async () => {
    const { id } = await world.owner.services.create({ name: 'Rates', live: true });
    const refused = await createRefusedLetter(world.owner.letters, id);
    expect(await world.json('letter', 'show', refused)).toMatchObject({
      status: 'validation-failed',
      failure: 'content-outside-printable-area',
      pages: 3,
      pages_at_fault: [1, 3],
    });
    expect((await world.run('letter', 'show', refused)).out).toMatch(
      /\nexplanation +Something stands .* pages 1 and 3\n/,
    );
  });

  test('Several letters of one reference are found, and showing one of them asks which', async () => {
    expect(await world.json('letter', 'find', 'case 2')).toHaveLength(2);
    expect(await world.run('letter', 'show', 'case 2')).toMatchObject({ code: 2, out: '' });
  });
});

test('The status tells today, the letters that wait and what a person must look at', async () => {
  const ticket = { kind: 'letters-left-behind', dedupKey: 'x', subject: 'Look here', message: 'm' } as const;
  await world.owner.tickets.raise(ticket);
  expect(await world.json('status')).toMatchObject({
    day: '2026-01-05',
    cut_off_at: '2026-01-05T17:30:00.000Z',
    letters: { preparing: 0, waiting: expect.any(Number) as unknown },
    runs: [{ run_no: 2, letters: 3 }, { run_no: 3 }],
    batches_by_state: { claimed: 1 },
    stopped_batches: [],
    open_tickets: [{ subject: 'Look here' }],
  });
  await world.run('batch', 'hold', batch, '--reason', 'wrong leaflet');
  expect(await world.json('status')).toMatchObject({ stopped_batches: [{ id: batch, held: true }] });
  await world.run('batch', 'release', batch, '--reason', 'right leaflet');
  expect((await world.run('status')).out).toMatch(
    /open tickets\nid +kind +opened_at +subject\n\d+ +letters-left-behind/,
  );
});

test.each([
  ['a batch that is not there', 1, ['batch', 'show', '2026-01-05.1.1.001.0f6a7a3e-3c52-4c33-8f4e-53cf3a0d7a11']],
  ['an id that is no batch', 2, ['batch', 'show', 'x']],
  ['a letter that is not there', 1, ['letter', 'show', 'nowhere']],
  ['no letter of that reference', 1, ['letter', 'find', 'nowhere']],
  ['a day that is none', 2, ['run', 'show', '2026-02-30']],
  ['a day option that is none', 2, ['batch', 'list', '--day', 'today']],
  ['a cut-off without offset', 2, ['run', 'start', '--cut-off', '2026-01-05T11:00:00']],
  ['too long a list', 2, ['run', 'list', '--limit', '5000']],
])('%s: exit code %i and one line that says what to do', async (_case, code, argv) => {
  const said = await world.run(...argv);
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(/^postroom: [^\n]+$/);
});
