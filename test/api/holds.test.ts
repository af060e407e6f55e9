/** Holds of letters that are not claimed yet, over HTTP. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { type World, createWorld, like, v2Error } from './world';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  ({ token } = await world.services.createOperator('alex'));
});
afterAll(() => world.close());

const PATH = '/operations/holds';
const post = (path: string, body: object) =>
  request(world.app()).post(path).set('Authorization', `Bearer ${token}`).send(body);
const list = () => request(world.app()).get(PATH).set('Authorization', `Bearer ${token}`);

test('A hold is placed once, listed and lifted, each with the operator whose token it was', async () => {
  const { service } = await world.tenant();
  const order = { service_id: service.id, postage: 'first', reason: 'wrong leaflet' };
  const placed = await post(PATH, order);
  expect(placed).toMatchObject({
    status: 201,
    body: { ...order, actor: 'alex', placed_at: like(/Z$/), lifted_at: null, lifted_by: null },
  });
  const { id } = placed.body as { id: number };
  expect(await post(PATH, { ...order, reason: 'once more' })).toMatchObject({
    status: 200,
    body: placed.body as object,
  });
  expect(await list()).toMatchObject({ status: 200, body: { holds: [placed.body] } });
  const lift = () => post(`${PATH}/${id}/lift`, { reason: 'leaflet is right' });
  expect(await lift()).toMatchObject({ status: 200, body: { id, lifted_by: 'alex', lift_reason: 'leaflet is right' } });
  expect(await lift()).toMatchObject({ status: 409, body: { errors: [{ message: like(/was lifted by alex at/) }] } });
  expect((await list()).body).toEqual({ holds: [] });
});

test.each([
  ['no scope', { reason: 'why' }, 409, 'HoldRefused', /name a service, a postage class or both/],
  ['no service', { service_id: randomUUID(), reason: 'why' }, 409, 'HoldRefused', /there is no service/],
  ['no class', { postage: 'third', reason: 'why' }, 400, 'ValidationError', /postage is not a postage class/],
  ['no reason', { postage: 'first' }, 400, 'ValidationError', /reason is a required property/],
])('%s is refused with what to do', async (_, body, status, error, message) => {
  expect(await post(PATH, body)).toMatchObject({ status, body: { errors: [{ error, message: like(message) }] } });
});

test('What is no hold is not found, and nobody without an operator’s token is let in', async () => {
  for (const id of ['999', 'x', '99999999999999999999']) {
    expect((await post(`${PATH}/${id}/lift`, { reason: 'why' })).body).toEqual(
      v2Error(404, 'NoResultFound', 'No result found'),
    );
  }
  expect((await request(world.app()).get(PATH)).status).toBe(401);
});

test('The plan of a day names what a run would leave, and takes a cut-off', async () => {
  const plan = (path: string) =>
    request(world.app()).get(`/operations/print-runs/${path}`).set('Authorization', `Bearer ${token}`);
  expect(await plan('2026-01-05/plan?cut_off=now')).toMatchObject({
    status: 200,
    body: { day: '2026-01-05', cut_off_at: world.clock.now().toISOString(), totals: { letters: 0 }, batches: [] },
  });
  expect((await plan('2026-01-05/plan?cut_off=noon')).status).toBe(400);
  expect((await plan('today/plan')).status).toBe(400);
  expect((await plan('2026-03-01/plan')).status).toBe(409);
});
