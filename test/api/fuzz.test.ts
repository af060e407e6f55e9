/** Whatever arrives, the answer is 2xx or 4xx in the contract's form. */
import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { type Tenant, type World, createWorld } from './world';

let world: World;
let tenant: Tenant;
let server: Server;
let base: string;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  server = createServer(world.app()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await world.close();
});

type Errors = Readonly<Partial<Record<'status_code' | 'errors' | 'result' | 'message', unknown>>>;

async function expectAnswer(path: string, options: RequestInit): Promise<void> {
  const answer = await fetch(`${base}${path}`, options);
  expect(answer.status).toBeLessThan(500);
  if (answer.status < 400) return;
  const { status_code, errors, result, message } = (await answer.json()) as Errors;
  if (result === undefined) expect([status_code, Array.isArray(errors)]).toEqual([answer.status, true]);
  else expect([result, typeof message]).toEqual(['error', 'string']);
}

const value = fc.oneof(fc.string({ unit: 'binary' }), fc.jsonValue(), fc.constant('aGk='), fc.uuid());
const names = ['reference', 'content', 'postage', 'template_id', 'personalisation', '__proto__', 'foo'] as const;
const body = fc.oneof(
  fc.dictionary(fc.constantFrom(...names), value).map((object) => JSON.stringify(object)),
  fc
    .record({ reference: fc.string(), content: fc.base64String(), postage: fc.constantFrom('first', 'third', null) })
    .map((object) => JSON.stringify(object)),
  fc.json(),
  fc.string(),
);

test('Letters of any shape', async () => {
  const authorization = tenant.authorization();
  const letter = fc.asyncProperty(body, (text) =>
    expectAnswer('/v2/notifications/letter', { method: 'POST', headers: { authorization }, body: text }),
  );
  await fc.assert(letter, { numRuns: 400 });
});

const segment = fc.oneof(
  fc.uuid(),
  fc.string({ unit: 'binary' }).map(encodeURIComponent),
  fc.constantFrom('%', '%00', '..', 'letter', '%E0%A4%A'),
);
const place = fc.constantFrom('/v2/notifications/', '/operations/batches/', '/operations/print-runs/', '/v2/', '/');

test('Any path, with any token', async () => {
  const { token } = await world.services.createOperator('alex');
  const header = fc.oneof(
    fc.constant(tenant.authorization()),
    fc.constant(`Bearer ${token}`),
    fc.string().map((text) => `Bearer ${Buffer.from(text).toString('base64url')}`),
    fc
      .tuple(fc.jsonValue(), fc.jsonValue())
      .map(
        (parts) => `Bearer ${parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.x`,
      ),
  );
  const call = fc.asyncProperty(place, segment, header, (start, end, authorization) =>
    expectAnswer(start + end, { headers: { authorization } }),
  );
  await fc.assert(call, { numRuns: 400 });
});

test('A body nested ten thousand times over', async () => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  const options = { method: 'POST', headers: { authorization: tenant.authorization() } };
  await expectAnswer('/v2/notifications/letter', { ...options, body: `{"content":"","reference":${deep}}` });
  await expectAnswer('/v2/notifications/letter', { ...options, body: deep });
});
