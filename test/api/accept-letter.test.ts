/** Taking a letter in when all goes well: PDF, row, marker, answer. */
import { createHash } from 'node:crypto';
import request from 'supertest';
import type { ApiDependencies } from '../../src/api/dependencies';
import { fails, letters, objects, putFailing, rowsOf } from './stores';
import { NOW, PDF, type Tenant, type World, createWorld, postLetter, precompiled } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());
beforeEach(() => {
  world.logged.length = 0;
  world.workflows.hinted.length = 0;
});

const send = (reference: string, changes: Partial<ApiDependencies> = {}) =>
  postLetter(world.app(changes), tenant, precompiled({ reference }));

test("Row 1: a precompiled letter's PDF goes to S3 directly, then its row, then its marker; no rendering job sees it", async () => {
  const order: string[] = [];
  const answer = await send('row 1', {
    ...objects(world, {
      put: (key, body, type) => {
        order.push(key.split('/', 1)[0] ?? '');
        return world.deps.objects.put(key, body, type);
      },
    }),
    ...letters(world, {
      accept: (letter) => {
        order.push('row');
        return world.deps.letters.accept(letter);
      },
    }),
  });
  expect(answer.status).toBe(201);
  expect(order).toEqual(['incoming', 'row', 'accepted']);
  const [row] = await rowsOf(world, 'row 1');
  expect(await world.deps.objects.get(`incoming/${String(row?.reference)}.PDF`)).toEqual(PDF);
  const marker = await world.deps.objects.get(`accepted/2026-01-05/${String(row?.id)}.json`);
  expect(JSON.parse(String(marker))).toEqual({
    kind: 'precompiled',
    id: row?.id,
    serviceId: tenant.service.id,
    clientReference: 'row 1',
    reference: row?.reference,
    keyKind: 'live',
    postage: 'second',
    incomingKey: `incoming/${String(row?.reference)}.PDF`,
    incomingSha256: createHash('sha256').update(PDF).digest('hex'),
    incomingBytes: PDF.length,
    printDay: '2026-01-05',
    createdAt: NOW.toISOString(),
  });
  expect(world.workflows.hinted).toEqual([row?.id]);
});

test.each([
  ['2026-01-05T17:29:59.999Z', '2026-01-05'],
  ['2026-01-05T17:30:00.000Z', '2026-01-06'],
  ['2026-07-01T16:30:00.000Z', '2026-07-02'],
])('A letter accepted at %s belongs to the run of %s', async (at, day) => {
  world.clock.set(new Date(at));
  await send(at, {});
  world.clock.set(NOW);
  expect(await world.sql(`select print_day::text from letters where client_reference = $1`, at)).toEqual([
    { print_day: day },
  ]);
});

test('Row 17: the API writes one line at info for a letter that goes well, without a word of what the team wrote', async () => {
  const canary = 'Mx Canary, 1 Canary Wharf';
  const content = Buffer.from(`%PDF-1.7 ${canary}`).toString('base64');
  const answer = await postLetter(world.app(), tenant, precompiled({ reference: canary, content }));
  const { id } = answer.body as { id: string };
  await request(world.app()).get(`/v2/notifications/${id}`).set('Authorization', tenant.authorization());
  expect(world.logged).toMatchObject([{ level: 'info', msg: 'accepted', letter: id, service: tenant.service.id }]);
});

test('Nothing that a team wrote, and no secret, reaches a log or a metric, whatever goes wrong', async () => {
  const canary = 'canary-of-the-team';
  const content = Buffer.from(canary).toString('base64');
  const body = precompiled({ reference: canary, content });
  const broken = [
    {},
    objects(world, { put: fails }),
    letters(world, { accept: fails }),
    objects(world, putFailing(world, 'accepted/')),
    letters(world, { find: fails, accept: fails }),
  ];
  for (const changes of broken) await postLetter(world.app(changes), tenant, body);
  for (const wrong of [
    `${canary}{`,
    { [canary]: 1 },
    precompiled({ postage: canary }),
    precompiled({ content: canary }),
  ]) {
    await postLetter(world.app(), tenant, wrong);
  }
  await request(world.app())
    .get(`/v2/notifications/${canary}?${canary}=1`)
    .set('Authorization', tenant.authorization());
  await request(world.app()).get(`/${canary}`).set('User-Agent', canary);
  await request(world.app()).get('/v2/notifications/x').set('Authorization', `Bearer ${canary}`);
  const told = JSON.stringify(world.logged) + (await world.deps.metrics.registry.metrics());
  expect(world.logged.length).toBeGreaterThan(3);
  for (const secret of [canary, content, tenant.secret, tenant.authorization()]) expect(told).not.toContain(secret);
});

test('A hundred letters at once get a hundred ids and references', async () => {
  const app = world.app();
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => postLetter(app, tenant, precompiled({ reference: 'crowd' }))),
  );
  expect(answers.every(({ status }) => status === 201)).toBe(true);
  const rows = await rowsOf(world, 'crowd');
  expect(new Set(rows.map(({ id }) => id)).size).toBe(100);
  expect(new Set(rows.map(({ reference }) => reference)).size).toBe(100);
});
