/** Whatever arrives, the answer is 2xx or 4xx in the contract's form: more than 10,000 requests, eight at a time. */
import fc, { type Arbitrary } from 'fast-check';
import { routeTable } from '../../src/api/app';
import { type Listening, listen } from '../support/listen';
import { aBody, aHeader, aQuery, aSegment, aTemplatedBody, aToken } from './odd-requests';
import { type Answer, type Asked, ask } from './raw-http';
import { type Tenant, type World, createWorld, makeTemplate } from './world';

const AT_ONCE = 8;
/** Making a counterexample smaller ends in time for it to be shown. */
const LIMITS = { interruptAfterTimeLimit: 60_000 };

let world: World;
let tenant: Tenant;
let server: Listening;
let tokens: readonly string[];
let template: string;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
  // Limits would refuse most of it before anybody has read it.
  await world.services.update(tenant.service.id, { rateLimit: 100_000, dailyLimit: 1_000_000 });
  tokens = [tenant.authorization(), `Bearer ${(await world.services.createOperator('alex')).token}`];
  const body = 'Dear ((name))\n\n((Name??* if so))\n\nqr: ((name))\n\n# ((postcode))';
  template = (await makeTemplate(world, tenant, { subject: '((name)) - "it"', contactBlock: '((name))', body })).id;
  server = await listen(world.app());
});
afterAll(async () => {
  await server.close();
  await world.close();
});

type Told = Readonly<Record<'status_code' | 'errors' | 'result' | 'message', unknown>>;
const ENTRY = { error: expect.any(String) as string, message: expect.any(String) as string };
/** The one error that says more (letters-api §4). */
const QR_CODE = {
  error: 'ValidationError',
  message: 'Cannot create a usable QR code - the link is too long',
  data: expect.any(String) as string,
  num_bytes: expect.any(Number) as number,
  max_bytes: 504,
};

/** Only the answer to HEAD may be without a body. */
function expectContract({ status, type, body }: Answer, asked: Asked): void {
  const isSuccess = status >= 200 && status < 300;
  if (!isSuccess && (status < 400 || status >= 500))
    throw new Error(`${JSON.stringify(asked)} was answered ${status} ${body}`);
  if (isSuccess || (asked.method === 'HEAD' && body === '')) return;
  const { status_code, errors, result, message } = JSON.parse(body) as Told;
  expect(type).toBe('application/json');
  if (result !== undefined) {
    expect([result, typeof message]).toEqual(['error', 'string']);
    return;
  }
  expect([status_code, Array.isArray(errors) && errors.length > 0]).toEqual([status, true]);
  for (const entry of errors as readonly object[]) expect(entry).toEqual('data' in entry ? QR_CODE : ENTRY);
}

/** Sends so many requests; one that breaks the rule is shown at its smallest. */
async function send(requests: number, asked: Arbitrary<Asked>): Promise<void> {
  const rule = fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: AT_ONCE, size: 'max' }), async (all) => {
    const answers = await Promise.all(all.map((one) => ask(server.url, one)));
    answers.forEach((answer, index) => all[index] && expectContract(answer, all[index]));
    sent += all.length;
  });
  let sent = 0;
  while (sent < requests) await fc.assert(rule, { numRuns: 50, ...LIMITS });
  expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
}

const letIn = () => fc.constantFrom(...tokens);
const targets = (method: 'GET' | 'POST') =>
  fc.constantFrom(...routeTable(world.deps).flatMap((route) => (route.method === method ? [route.path] : [])));

/** A path of the route table with something in the place of its names. */
const filled = (path: Arbitrary<string>) =>
  fc
    .tuple(path, fc.oneof(aSegment, fc.constantFrom('letter', template)))
    .map(([text, segment]) => text.replace(/:\w+/g, () => segment));

const headersOf = (authorization: string) => [['Authorization', authorization]] as const;

test('3,500 bodies, at each route that takes one', async () => {
  await send(
    3500,
    fc
      .record({ target: filled(targets('POST')), authorization: letIn(), body: aBody })
      .map(({ target, authorization, body }) => ({ method: 'POST', target, body, headers: headersOf(authorization) })),
  );
});

test('1,000 letters of any shape', async () => {
  const body = fc.record({ authorization: fc.constant(tokens[0] ?? ''), body: aBody });
  const target = '/v2/notifications/letter';
  await send(
    1000,
    body.map((one) => ({ method: 'POST', target, body: one.body, headers: headersOf(one.authorization) })),
  );
});

test('1,000 letters from a template, and previews of it', async () => {
  const target = fc.constantFrom('/v2/notifications/letter', `/v2/template/${template}/preview`);
  const headers = headersOf(tokens[0] ?? '');
  await send(
    1000,
    fc.record({ target, body: aTemplatedBody(template) }).map((one) => ({ ...one, method: 'POST', headers })),
  );
  const [made] = await world.sql('select count(*) from letters where template_id = $1', template);
  expect(Number(made?.['count'])).toBeGreaterThan(50);
});

test('2,500 queries', async () => {
  await send(
    2500,
    fc
      .record({ path: filled(targets('GET')), query: aQuery, authorization: letIn() })
      .map(({ path, query, authorization }) => ({
        method: 'GET',
        target: `${path}?${query}`,
        headers: headersOf(authorization),
      })),
  );
});

const METHODS = ['GET', 'POST', 'HEAD', 'OPTIONS', 'PUT', 'PATCH', 'DELETE', 'TRACE', 'PROPFIND', 'LETTER'] as const;

test('2,500 paths, methods, tokens and headers', async () => {
  const start = fc.constantFrom('/v2/notifications/', '/v2/template/', '/operations/batches/', '/v2/', '/');
  const path = fc.oneof(
    fc.tuple(start, aSegment).map((parts) => parts.join('')),
    filled(fc.oneof(targets('GET'), targets('POST'))),
  );
  const authorization = fc.oneof(letIn(), aToken);
  await send(
    2500,
    fc
      .record({
        method: fc.constantFrom(...METHODS),
        path,
        authorization,
        headers: fc.array(aHeader, { maxLength: 3 }),
        body: aBody,
      })
      .map(({ method, path: target, authorization: token, headers, body }) => ({
        method,
        target,
        body,
        headers: [...headersOf(token), ...headers],
      })),
  );
});

test('A body nested ten thousand times over', async () => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000);
  for (const body of [
    `{"content":"","reference":${deep}}`,
    `{"template_id":"","personalisation":{"a":${deep}}}`,
    deep,
  ]) {
    const asked = {
      method: 'POST',
      target: '/v2/notifications/letter',
      headers: headersOf(tenant.authorization()),
      body,
    };
    expectContract(await ask(server.url, asked), asked);
  }
});
