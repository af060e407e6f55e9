/** GET /v2/notifications/{id}: letters-api §7.1, §7.2 and the shown names of §8. */
import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import request from 'supertest';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { parseLetterId, parseSha256 } from '../../src/domain/letter';
import { type Tenant, type World, createWorld, like, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const get = (id: string, caller = tenant, app = world.app()) =>
  request(app).get(`/v2/notifications/${id}`).set('Authorization', caller.authorization());

async function post(changes: object = {}, caller = tenant): Promise<string> {
  const answer = await postLetter(world.app(), caller, precompiled(changes));
  return (answer.body as { id: string }).id;
}

test('A letter that was just accepted has every field of the contract', async () => {
  const id = await post({ postage: 'first' });
  const answer = await get(id).set('Host', 'letters.example');
  expect(answer.status).toBe(200);
  expect(answer.body).toEqual({
    id,
    reference: 'reference of the team',
    email_address: null,
    phone_number: null,
    line_1: 'Provided as PDF',
    line_2: null,
    line_3: null,
    line_4: null,
    line_5: null,
    line_6: null,
    postcode: null,
    type: 'letter',
    status: 'pending-virus-check',
    template: {
      id: like(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      version: 1,
      uri: like(/^http:\/\/letters\.example\/v2\/template\/[0-9a-f-]{36}$/),
    },
    body: '',
    subject: 'Pre-compiled PDF',
    created_at: '2026-01-05T12:00:00.123000Z',
    created_by_name: null,
    sent_at: null,
    completed_at: null,
    scheduled_for: null,
    postage: 'first',
    one_click_unsubscribe_url: null,
    estimated_delivery: '2026-01-07T16:00:00.000000Z',
    is_cost_data_ready: false,
    cost_in_pounds: null,
    cost_details: {},
  });
});

test('The hidden template is one per service', async () => {
  const other = await world.tenant();
  const templateOf = async (id: string, caller: Tenant) =>
    ((await get(id, caller)).body as { template: { id: string } }).template.id;
  const [first, second] = [await templateOf(await post(), tenant), await templateOf(await post(), tenant)];
  expect(second).toBe(first);
  expect(await templateOf(await post({}, other), other)).not.toBe(first);
});

test('Links begin with the public URL where one is configured', async () => {
  const id = await post();
  const answer = await get(id, tenant, world.app({}, { publicUrl: 'https://letters.gov.example/' }));
  expect(answer.body).toMatchObject({
    template: { uri: like(/^https:\/\/letters\.gov\.example\/v2\/template\/[0-9a-f-]{36}$/) },
  });
});

test('A letter that was prepared shows its cost and is accepted', async () => {
  const id = await post({ postage: 'first' });
  const sha256 = parseSha256('0'.repeat(64));
  const letterId = parseLetterId(id);
  if (!sha256 || !letterId) throw new Error('a wrong fixture');
  const owner = createLetterStore(world.owner);
  await owner.prepared(letterId, { printKey: '2026-01-05/A.PDF', sha256, bytes: 1, pages: 5, sheets: 3 });
  expect((await get(id)).body).toMatchObject({ status: 'accepted', is_cost_data_ready: true, cost_in_pounds: 1.66 });
});

describe('Which letter is meant', () => {
  test.each([
    ['in upper case', (id: string) => id.toUpperCase()],
    ['without hyphens', (id: string) => id.replaceAll('-', '')],
    ['in braces', (id: string) => `%7B${id}%7D`],
    ['as a URN', (id: string) => `urn:uuid:${id}`],
  ])('An id is understood %s', async (_case, write) => {
    const id = await post();
    expect((await get(write(id))).body).toMatchObject({ id });
  });

  test.each(['elephant', '1', '%00', 'letter', 'a%20b', `${randomUUID()}0`])('%s is no id', async (text) => {
    const answer = await get(text);
    expect(answer.status).toBe(400);
    expect(answer.body).toEqual(v2Error(400, 'ValidationError', 'notification_id is not a valid UUID'));
  });

  test('A letter whose retention is over looks like one that never was', async () => {
    const id = await post();
    await sql`update letters set status = 'validation-failed', sequence = sequence + 1 where id = ${id}`.execute(
      world.owner,
    );
    expect((await get(id)).status).toBe(200);
    await sql`update letters set erased_at = now(), client_reference = null where id = ${id}`.execute(world.owner);
    const erased = await get(id);
    expect(erased.status).toBe(404);
    expect(erased.body).toEqual(v2Error(404, 'NoResultFound', 'No result found'));
  });

  test('A letter of another service looks exactly like one that never was', async () => {
    const other = await world.tenant();
    const foreign = await get(await post(), other);
    const unknown = await get(randomUUID(), other);
    expect(foreign.status).toBe(404);
    expect(foreign.body).toEqual(v2Error(404, 'NoResultFound', 'No result found'));
    expect(unknown.body).toEqual(foreign.body);
  });

  test.each(['live', 'team', 'test'] as const)('A %s key sees every letter of its service', async (kind) => {
    const id = await post();
    const { key, secret } = await world.services.createKey(tenant.service.id, { name: kind, kind });
    const caller = { ...tenant, key, secret };
    expect((await get(id, caller)).status).toBe(200);
  });
});
