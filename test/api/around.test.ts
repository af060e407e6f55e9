/** What surrounds every route: letters-api §10. */
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import request from 'supertest';
import { routeTable } from '../../src/api/app';
import { listen } from '../support/listen';
import { type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const UNKNOWN = {
  result: 'error',
  message:
    'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
};
const WRONG_METHOD = { result: 'error', message: 'The method is not allowed for the requested URL.' };

const HEADERS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': 'Content-Type,Authorization',
  'access-control-allow-methods': 'GET,PUT,POST,DELETE',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'x-permitted-cross-domain-policies': 'none',
  'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
  'cache-control': 'no-store, no-cache, private, must-revalidate',
};

describe('Every answer has the headers of the contract and no others that tell of the server', () => {
  test.each<[string, () => request.Test]>([
    ['a letter', () => postLetter(world.app(), tenant)],
    ['a refused letter', () => postLetter(world.app(), tenant, {})],
    [
      'an unknown letter',
      () => request(world.app()).get(`/v2/notifications/${randomUUID()}`).set('Authorization', tenant.authorization()),
    ],
    ['no token', () => request(world.app()).get('/v2/notifications/x')],
    ['an unknown route', () => request(world.app()).get('/elephant')],
    ['a wrong method', () => request(world.app()).delete('/healthz')],
    ['a malformed path', () => request(world.app()).get('/v2/notifications/%E0%A4%A')],
    ['health', () => request(world.app()).get('/healthz')],
  ])('%s', async (_case, call) => {
    const { headers } = await call();
    expect(headers).toMatchObject({ ...HEADERS, 'content-type': 'application/json' });
    for (const name of ['etag', 'x-powered-by', 'server', 'x-ratelimit-limit'])
      expect(headers).not.toHaveProperty(name);
  });
});

describe('Routes', () => {
  const PATHS = [
    '/elephant',
    '/v2',
    '/v2/',
    '/v2/notifications/',
    '/V2/notifications/x',
    '/v2/Notifications/x',
    '/v2/notifications/x/',
    '/v2/notifications/x/y',
    '/_status/',
    '/operations',
    '/operations/print-runs/2026-01-05/',
    '/v2/notifications/%E0%A4%A',
    '/v2/template/x/version/latest',
    '/v2/template/x/version/-1',
    '/v2/template/x/version/1.0',
    '/v2/template/x/version/',
    '/v2/templates/',
    '/v2/notifications/x/pdf/',
    '/%',
    '//',
  ];
  test.each(PATHS)('%s is unknown, before anybody is authenticated', async (path) => {
    for (const method of ['get', 'post', 'options', 'delete'] as const) {
      const answer = await request(world.app())[method](path);
      expect([answer.status, answer.body]).toEqual([404, UNKNOWN]);
    }
  });

  test('A channel that is none is unknown too, but only to those who are let in', async () => {
    const post = () => request(world.app()).post('/v2/notifications/pigeon');
    expect((await post()).status).toBe(401);
    const answer = await post().set('Authorization', tenant.authorization());
    expect([answer.status, answer.body]).toEqual([404, UNKNOWN]);
  });

  test('A known route refuses other methods before anybody is authenticated, and says which it takes', async () => {
    const table = routeTable(world.deps);
    expect(table.length).toBeGreaterThan(9);
    for (const path of new Set(table.map((route) => route.path))) {
      const methods = table.filter((route) => route.path === path).map(({ method }) => method);
      const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].sort().join(', ');
      for (const method of ['put', 'patch', 'delete', 'trace'] as const) {
        const answer = await request(world.app())[method](path.replace(/:(version|page)/, '1').replace(/:\w+/, 'x'));
        expect([path, answer.status, answer.headers['allow'], answer.body]).toEqual([path, 405, allow, WRONG_METHOD]);
      }
    }
  });

  test('OPTIONS needs what the route needs', async () => {
    const options = () => request(world.app()).options('/v2/notifications/letter');
    expect((await options()).body).toEqual(
      v2Error(401, 'AuthError', 'Unauthorized: authentication token must be provided'),
    );
    const allowed = await options().set('Authorization', tenant.authorization());
    expect([allowed.status, allowed.headers['allow'], allowed.body]).toEqual([200, 'GET, HEAD, OPTIONS, POST', {}]);
    expect((await request(world.app()).options('/healthz')).status).toBe(200);
    expect((await request(world.app()).options('/operations/print-runs')).status).toBe(401);
  });

  test('HEAD answers as GET does, without a body', async () => {
    const { id } = (await postLetter(world.app(), tenant)).body as { id: string };
    const path = `/v2/notifications/${id}`;
    const get = await request(world.app()).get(path).set('Authorization', tenant.authorization());
    const head = await request(world.app()).head(path).set('Authorization', tenant.authorization());
    expect(head.status).toBe(200);
    expect(head.headers['content-length']).toBe(get.headers['content-length']);
    expect(head.text).toBeUndefined();
  });

  test.each(['/', '/_status', '/_status?simple=1'])('%s says ok to anybody', async (path) => {
    const answer = await request(world.app()).get(path);
    expect([answer.status, answer.body]).toMatchObject([200, { status: 'ok' }]);
  });
});

describe('What nobody foresaw', () => {
  const INTERNAL = v2Error(500, 'Exception', 'Internal server error');
  const broken = () =>
    world.app({ letters: { ...world.deps.letters, show: () => Promise.reject(new Error('the disk is on fire')) } });
  const get = (app = broken()) =>
    request(app).get(`/v2/notifications/${randomUUID()}`).set('Authorization', tenant.authorization());

  test('is answered with 500 without a word of its cause, which is in the log', async () => {
    world.logged.length = 0;
    const answer = await get();
    expect([answer.status, answer.body]).toEqual([500, INTERNAL]);
    expect(world.logged).toMatchObject([
      { level: 'error', msg: 'request failed', route: '/v2/notifications/:target', error: 'Error' },
    ]);
    expect(JSON.stringify(world.logged)).toContain('the disk is on fire');
  });

  test('A request that takes too long is answered with 504, and what it would have said later is left unsaid', async () => {
    let release = (): void => undefined;
    const held = new Promise<boolean>((resolve) => (release = () => resolve(true)));
    const objects = { ...world.deps.objects, healthy: () => held };
    const answer = await request(world.app({ objects }, { answerWithinMs: 50 })).get('/readyz');
    expect([answer.status, answer.body]).toEqual([504, v2Error(504, 'Timeout', 'Timeout serving request')]);
    world.logged.length = 0;
    release();
    await new Promise(setImmediate);
    expect(world.logged).toEqual([]);
  });
});

test('A letter whose request has not come in whole when it is answered with 504 is not stored', async () => {
  const tenant = await world.tenant();
  const served = await listen(world.app({}, { answerWithinMs: 300 }));
  const body = JSON.stringify(precompiled());
  const socket = connect(Number(new URL(served.url).port), '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => void chunks.push(chunk));
  const head = ['POST /v2/notifications/letter HTTP/1.1', 'Host: a', `Authorization: ${tenant.authorization()}`];
  socket.write(`${[...head, `Content-Length: ${body.length}`].join('\r\n')}\r\n\r\n${body.slice(0, -1)}`);
  await once(socket, 'data');
  socket.write(body.slice(-1));
  await once(socket, 'close');
  const answer = Buffer.concat(chunks).toString();
  expect(answer).toMatch(/^HTTP\/1\.1 504 /);
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1);
  expect(await world.sql('select id from letters where service_id = $1', tenant.service.id)).toEqual([]);
  await served.close();
});

test('Requests are counted by the pattern of their route, never by what was written into it', async () => {
  const secret = randomUUID();
  await request(world.app()).get(`/v2/notifications/${secret}`);
  await request(world.app()).get(`/nowhere/${secret}`);
  const metrics = await request(world.app()).get('/metrics');
  expect(metrics.headers['content-type']).toContain('text/plain');
  expect(metrics.text).toContain('route="/v2/notifications/:target",status="401"');
  expect(metrics.text).toContain('route="unknown",status="404"');
  expect(metrics.text).not.toContain(secret);
});
