/** What operators ask for over HTTP. */
import request from 'supertest';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { type LetterId, parseSha256 } from '../../src/domain/letter';
import { type Tenant, type World, createWorld, like, postLetter, v2Error } from './world';

let world: World;
let token: string;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  ({ token } = await world.services.createOperator('alex'));
  tenant = await world.tenant();
});
afterAll(() => world.close());
beforeEach(() => {
  world.clock.set(new Date('2026-01-05T12:00:00Z'));
  world.workflows.started.length = 0;
  world.workflows.available = true;
});

const start = (body: object) =>
  request(world.app()).post('/operations/print-runs').set('Authorization', `Bearer ${token}`).send(body);
const get = (path: string) => request(world.app()).get(`/operations/${path}`).set('Authorization', `Bearer ${token}`);

describe('Only operators with a token', () => {
  const PATHS = ['print-runs/2026-01-05', 'batches/x'];
  test.each(PATHS)('%s', async (path) => {
    const call = () => request(world.app()).get(`/operations/${path}`);
    expect((await call()).status).toBe(401);
    const unknown = await call().set('Authorization', 'Bearer nobody');
    expect([unknown.status, unknown.body]).toEqual([
      403,
      v2Error(403, 'AuthError', 'Invalid token: operator not found'),
    ]);
    expect((await call().set('Authorization', tenant.authorization())).status).toBe(403);
  });

  test('A token that was replaced no longer works', async () => {
    const first = await world.services.createOperator('sam');
    const call = () =>
      request(world.app()).get('/operations/print-runs/2026-01-05').set('Authorization', `Bearer ${first.token}`);
    expect((await call()).status).toBe(200);
    await world.services.createOperator('sam');
    expect((await call()).status).toBe(403);
  });
});

describe('Starting a print run', () => {
  test('Today before the cut-off it is refused with what to do instead', async () => {
    const answer = await start({ reason: 'to see' });
    const message =
      'The cut-off of 2026-01-05 lies ahead, at 2026-01-05T17:30:00.000Z. Ask again with a cut-off: "now", or an instant that has passed.';
    expect([answer.status, answer.body]).toEqual([409, v2Error(409, 'PrintRunRefused', message)]);
    expect(world.workflows.started).toEqual([]);
  });

  test('With the cut-off "now" it starts as the day\'s next run, in the name of the operator', async () => {
    const answer = await start({ cut_off: 'now', reason: 'urgent letters' });
    expect(answer.status).toBe(201);
    expect(answer.body).toEqual({
      day: '2026-01-05',
      run_no: 2,
      workflow_id: 'print-run-2026-01-05-2',
      cut_off_at: '2026-01-05T12:00:00.000Z',
      actor: 'alex',
      state: 'open',
      created_at: like(/Z$/),
    });
    expect(world.workflows.started).toMatchObject([{ day: '2026-01-05', runNo: 2, actor: 'alex' }]);
    expect(await world.sql('select reason from print_runs where run_no = 2')).toEqual([{ reason: 'urgent letters' }]);
  });

  test('A day that has run gets a further run of what is left', async () => {
    const answer = await start({ day: '2026-01-02', reason: 'late letters' });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ day: '2026-01-02', run_no: 2, cut_off_at: '2026-01-02T17:30:00.000Z' });
  });

  test('The same order again is the same run', async () => {
    const order = { day: '2026-01-01', reason: 'late letters' };
    const [first, second] = [await start(order), await start(order)];
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  test('Temporal is away: the run is recorded, said so, and taken up when asked again', async () => {
    world.workflows.available = false;
    const refused = await start({ cut_off: 'now', day: '2026-01-04', reason: 'urgent' });
    expect(refused.status).toBe(503);
    expect(refused.body).toMatchObject({
      errors: [{ error: 'RunNotStarted', message: like(/2026-01-05T12:00:00.000Z/) }],
    });
    world.workflows.available = true;
    world.clock.set(new Date('2026-01-05T12:05:00Z'));
    const again = await start({ cut_off: '2026-01-05T12:00:00.000Z', day: '2026-01-04', reason: 'urgent' });
    expect([again.status, again.body]).toMatchObject([200, { run_no: 2 }]);
  });

  test.each([
    ['a cut-off that lies ahead', { cut_off: '2026-01-05T12:00:01Z' }, 409],
    ['a day to which no letter belongs yet', { day: '2026-01-06', cut_off: 'now' }, 409],
  ])('%s is refused', async (_case, order, status) => {
    expect((await start({ reason: 'why', ...order })).status).toBe(status);
  });

  test.each<[string, object, string]>([
    ['no reason', {}, 'reason is a required property'],
    ['an empty reason', { reason: ' ' }, 'reason must say why'],
    ['a day that is none', { reason: 'why', day: '2026-02-30' }, 'day is not a day: give YYYY-MM-DD'],
    [
      'a cut-off that is none',
      { reason: 'why', cut_off: 'soon' },
      'cut_off is neither "now" nor an instant such as 2026-01-05T17:30:00Z',
    ],
    [
      'a cut-off without offset',
      { reason: 'why', cut_off: '2026-01-05T12:00:00' },
      'cut_off is neither "now" nor an instant such as 2026-01-05T17:30:00Z',
    ],
    [
      'another property',
      { reason: 'why', force: true },
      'Additional properties are not allowed (force was unexpected)',
    ],
  ])('%s is named', async (_case, order, message) => {
    const answer = await start(order);
    expect([answer.status, answer.body]).toEqual([400, v2Error(400, 'ValidationError', message)]);
  });
});

describe('Looking at a day and its batches', () => {
  test('A day shows its runs with what each has claimed, and its batches by state', async () => {
    await start({ day: '2025-12-30', reason: 'to see' });
    const answer = await get('print-runs/2025-12-30');
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        day: '2025-12-30',
        runs: [
          {
            run_no: 2,
            state: 'open',
            actor: 'alex',
            workflow_id: 'print-run-2025-12-30-2',
            batches: 0,
            letters: 0,
            bytes: 0,
          },
        ],
        batches_by_state: {},
      },
    ]);
  });

  test('A claimed batch shows where it stands', async () => {
    const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
    const sha256 = parseSha256('0'.repeat(64));
    if (!sha256) throw new Error('a wrong fixture');
    const pdf = { printKey: '2026-01-05/A.PDF', sha256, bytes: 9, pages: 1, sheets: 1 };
    await createLetterStore(world.owner).prepared(id, pdf);
    world.clock.set(new Date('2026-01-05T18:00:00Z'));
    const { run_no: runNo } = (await start({ reason: 'to see' })).body as { run_no: number };
    const run = world.workflows.started.at(-1);
    if (!run) throw new Error('no run was started');
    const batch = await createBatchStore(world.owner).claimNext(run, DEFAULT_LIMITS);
    const answer = await get(`batches/${String(batch?.id)}`);
    expect([answer.status, answer.body]).toMatchObject([
      200,
      {
        id: `2026-01-05.${runNo}.2.001.${tenant.service.id}`,
        workflow_id: `batch-2026-01-05.${runNo}.2.001.${tenant.service.id}`,
        state: 'claimed',
        letters: 1,
        pdf_bytes: 9,
        zip: null,
        published_at: null,
      },
    ]);
    expect((await get('print-runs/2026-01-05')).body).toMatchObject({ batches_by_state: { claimed: 1 } });
  });

  test('What is no day is said to be none', async () => {
    expect((await get('print-runs/today')).body).toEqual(
      v2Error(400, 'ValidationError', 'day is not a day: give YYYY-MM-DD'),
    );
  });

  test.each(['x', '2026-01-05.1.1.001.0f6a7a3e-3c52-4c33-8f4e-53cf3a0d7a11', '%00'])(
    'There is no batch %s',
    async (id) => {
      const answer = await get(`batches/${id}`);
      expect([answer.status, answer.body]).toEqual([404, v2Error(404, 'NoResultFound', 'No result found')]);
    },
  );
});
