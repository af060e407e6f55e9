/** POST /v2/notifications/{id}/cancel: letters-api §13. */
import { randomUUID } from 'node:crypto';
import type { Express } from 'express';
import request from 'supertest';
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { parseDay } from '../../src/domain/calendar';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { type LetterId, parseLetterId, parseSha256 } from '../../src/domain/letter';
import { keysOf, objects, putFailing } from './stores';
import { NOW, type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const cancel = (id: string, caller = tenant, app: Express = world.app()) =>
  request(app).post(`/v2/notifications/${id}/cancel`).set('Authorization', caller.authorization());

async function aLetter(caller = tenant): Promise<LetterId> {
  const answer = await postLetter(world.app(), caller, precompiled());
  const id = parseLetterId((answer.body as { id: string }).id);
  if (!id) throw new Error('the letter was not accepted');
  return id;
}

async function prepare(id: LetterId): Promise<void> {
  const sha256 = parseSha256('0'.repeat(64));
  if (!sha256) throw new Error('a wrong fixture');
  await createLetterStore(world.owner).prepared(id, {
    printKey: `2026-01-05/${id}.PDF`,
    sha256,
    bytes: 1,
    pages: 1,
    sheets: 1,
  });
}

async function claim(): Promise<void> {
  const day = parseDay('2026-01-05');
  if (!day) throw new Error('a wrong fixture');
  const cutOffAt = new Date(NOW.getTime() + 1);
  const run = await world.deps.runs.openManual({ day, cutOffAt, actor: 'ada', reason: 'a test' });
  while (await createBatchStore(world.owner).claimNext(run, DEFAULT_LIMITS));
}

const statusOf = async (id: LetterId) =>
  (await world.sql('select status from letters where id = $1', id))[0]?.['status'];

test.each<[string, (id: LetterId) => Promise<void>]>([
  ['waits for its check', () => Promise.resolve()],
  ['waits for its print run', prepare],
])('A letter that %s is cancelled, and again with the same answer', async (_case, before) => {
  const id = await aLetter();
  await before(id);
  for (let time = 0; time < 2; time += 1) {
    const answer = await cancel(id);
    expect(answer.body).toEqual({ id, status: 'cancelled' });
    expect(answer.status).toBe(200);
  }
  expect(await statusOf(id)).toBe('cancelled');
  expect(
    await world.sql('select actor, detail from letter_events where letter_id = $1 and status = $2', id, 'cancelled'),
  ).toEqual([{ actor: 'api', detail: 'cancelled by its service' }]);
  expect(await keysOf(world, 'cancelled/')).toContain(`cancelled/2026-01-05/${id}.json`);
});

test.each<[string, (id: LetterId) => Promise<unknown>]>([
  ['is claimed', async (id) => prepare(id).then(claim)],
  ['is refused already', (id) => createLetterStore(world.owner).rejected(id, 'validation-failed', 'letter-too-long')],
])('A letter that %s is not cancelled', async (_case, before) => {
  const id = await aLetter();
  await before(id);
  const status = await statusOf(id);
  const answer = await cancel(id);
  expect(answer.body).toEqual(v2Error(409, 'BadRequestError', 'Letter is already being printed'));
  expect(answer.status).toBe(409);
  expect(await statusOf(id)).toBe(status);
  expect(await keysOf(world, 'cancelled/')).not.toContain(`cancelled/2026-01-05/${id}.json`);
});

test('Another service’s letter is answered as one that is not there, and stays', async () => {
  const id = await aLetter(await world.tenant());
  for (const foreign of [id, randomUUID()]) {
    const answer = await cancel(foreign);
    expect(answer.body).toEqual(v2Error(404, 'NoResultFound', 'No result found'));
    expect(answer.status).toBe(404);
  }
  expect(await statusOf(id)).toBe('pending-virus-check');
});

test('An id that is none is refused, one in another form is understood', async () => {
  expect((await cancel('x')).body).toEqual(v2Error(400, 'ValidationError', 'notification_id is not a valid UUID'));
  const id = await aLetter();
  expect((await cancel(id.toUpperCase().replaceAll('-', ''))).body).toEqual({ id, status: 'cancelled' });
});

test('Where S3 does not take the marker the answer is no success; the next one stores it', async () => {
  const id = await aLetter();
  const broken = world.app(objects(world, putFailing(world, 'cancelled/')));
  expect((await cancel(id, tenant, broken)).status).toBe(500);
  expect(await statusOf(id)).toBe('cancelled');
  expect((await cancel(id)).status).toBe(200);
  expect(await keysOf(world, 'cancelled/')).toContain(`cancelled/2026-01-05/${id}.json`);
});

test('A hundred cancels at once with a claim: each answer is what became of the letter', async () => {
  const ids = await Promise.all(Array.from({ length: 100 }, () => aLetter()));
  await Promise.all(ids.map(prepare));
  const app = world.app();
  const [answers] = await Promise.all([Promise.all(ids.map((id) => cancel(id, tenant, app))), claim()]);
  const rows = await world.sql(
    `select id, status, batch_id is not null as claimed, exists (select from batch_letters where letter_id = id) as travels
     from letters where id = any ($1)`,
    ids,
  );
  for (const [index, { status }] of answers.entries()) {
    const row = rows.find(({ id }) => id === ids[index]);
    expect([200, 409]).toContain(status);
    expect(row).toMatchObject(
      status === 200
        ? { status: 'cancelled', claimed: false, travels: false }
        : { status: 'created', claimed: true, travels: true },
    );
  }
});
