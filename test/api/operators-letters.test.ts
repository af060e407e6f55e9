import request from 'supertest';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import type { LetterId } from '../../src/domain/letter';
import { type Tenant, type World, createWorld, postLetter, precompiled } from './world';

let world: World;
let tenant: Tenant;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  ({ token } = await world.services.createOperator('alex'));
});
afterAll(() => world.close());

const show = (term: string) =>
  request(world.app())
    .get(`/operations/letters/${encodeURIComponent(term)}`)
    .set('Authorization', `Bearer ${token}`);

test('An operator sees why a letter was refused, by its id and by our reference', async () => {
  const { id } = (await postLetter(world.app(), tenant)).body as { id: LetterId };
  const found = { pages: 2, pagesAtFault: [2], because: null };
  await createLetterStore(world.owner).rejected(id, 'validation-failed', 'letter-not-a4-portrait-oriented', found);
  const byId = await show(id.toUpperCase());
  expect([byId.status, byId.body]).toMatchObject([
    200,
    {
      id,
      status: 'validation-failed',
      failure: 'letter-not-a4-portrait-oriented',
      explanation: 'Not A4 upright: page 2',
      pages: 2,
      pages_at_fault: [2],
      timeline: [{ status: 'pending-virus-check' }, { status: 'validation-failed', actor: 'prepare' }],
    },
  ]);
  const { reference } = byId.body as { reference: string };
  expect((await show(reference.toLowerCase())).body).toEqual(byId.body);
});

test("A letter is not found by its service's own reference, which may name a person", async () => {
  await postLetter(world.app(), tenant, precompiled({ reference: 'Ms Smith' }));
  expect((await show('Ms Smith')).status).toBe(404);
});
