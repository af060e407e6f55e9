/** What operators do to a batch over HTTP. */
import request from 'supertest';
import { manifestKeyOf } from '../../src/domain/names';
import { claimBatch } from './claim-batch';
import { type World, createWorld, like, v2Error } from './world';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  ({ token } = await world.services.createOperator('alex'));
});
afterAll(() => world.close());
beforeEach(() => {
  world.workflows.told.length = 0;
  world.workflows.available = true;
});

const call = (path: string, body: object = { reason: 'asked by the printer' }) =>
  request(world.app()).post(`/operations/batches/${path}`).set('Authorization', `Bearer ${token}`).send(body);
const show = (id: string) =>
  request(world.app()).get(`/operations/batches/${id}`).set('Authorization', `Bearer ${token}`);

test('Who holds and releases a batch stands in its acts, and its workflow is told of the same row', async () => {
  const { id } = await claimBatch(world);
  expect(await call(`${id}/hold`)).toMatchObject({ status: 200, body: { id, held: true, workflow_told: true } });
  expect(await call(`${id}/release`, { reason: 'it is clear' })).toMatchObject({ status: 200, body: { held: false } });
  expect((await show(id)).body).toMatchObject({
    acts: [
      { act: 'hold', actor: 'alex', reason: 'asked by the printer', at: like(/Z$/) },
      { act: 'release', actor: 'alex', reason: 'it is clear' },
    ],
  });
  const rows = await world.sql('select id from batch_acts where batch_id = $1 order by at, act', id);
  expect(world.workflows.told.map((act) => ({ id: act.id }))).toEqual(expect.arrayContaining([...rows]));
});

test('An abandoned batch gives its letters back', async () => {
  const { id } = await claimBatch(world);
  expect(await call(`${id}/abandon`)).toMatchObject({ status: 200, body: { state: 'abandoned' } });
  expect(await world.sql('select batch_id from letters where batch_id = $1', id)).toEqual([]);
});

test('A batch whose manifest stands in the object store is not abandoned: Postgres may have been set back', async () => {
  const { id, day } = await claimBatch(world);
  await world.deps.objects.put(manifestKeyOf(day, id, '.t.part'), Buffer.from('{}'), 'application/json');
  const answer = await call(`${id}/abandon`);
  expect(answer).toMatchObject({ status: 409, body: { errors: [{ message: like(/holds a manifest of it/) }] } });
});

test('What may not be done is refused with the reason, and leaves no row', async () => {
  const { id } = await claimBatch(world);
  const answer = await call(`${id}/adopt`);
  expect([answer.status, answer.body]).toEqual([
    409,
    v2Error(409, 'BatchActRefused', 'adopt is refused: it has no sealed zip yet'),
  ]);
  expect((await show(id)).body).toMatchObject({ acts: [] });
});

test('Temporal is away: the act stands, and the answer says how it is taken up', async () => {
  const { id } = await claimBatch(world);
  world.workflows.available = false;
  const answer = await call(`${id}/hold`);
  expect(answer).toMatchObject({
    status: 202,
    body: { held: true, workflow_told: false, message: like(new RegExp(`postroom batch retry ${id}`)) },
  });
  world.workflows.available = true;
  expect(await call(`${id}/retry`)).toMatchObject({ status: 200, body: { held: true } });
  expect(world.workflows.told).toMatchObject([{ act: 'retry', batchId: id }]);
});

test.each([
  ['no reason', {}, 400],
  ['an empty reason', { reason: ' ' }, 400],
  ['an instant where none belongs', { reason: 'why', published_at: '2026-01-05T12:00:00Z' }, 400],
])('%s is refused', async (_case, body, status) => {
  const { id } = await claimBatch(world);
  expect((await call(`${id}/hold`, body)).status).toBe(status);
});

test('A batch that is not there, and no token', async () => {
  expect((await call('x/hold')).status).toBe(404);
  expect((await request(world.app()).post('/operations/batches/x/hold').send({ reason: 'why' })).status).toBe(401);
});
