/** The table of failures of letters-api §2, row by row and in its order. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createServiceStore } from '../../src/adapters/postgres/service-store';
import { type TokenParts, signToken } from './tokens';
import { NOW, SEALING_KEY, type Tenant, type World, createWorld, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

const SECONDS = Math.floor(NOW.getTime() / 1000);
const MALFORMED = 'Invalid token: make sure your API token matches the example at https://docs.example/tokens';
const CLOCK = 'Error: Your system clock must be accurate to within 30 seconds';
const NOT_FOUND = 'Invalid token: API key not found';

const sign = (claims: object, parts: Partial<TokenParts> = {}) =>
  signToken({ secret: tenant.secret, claims: { iss: tenant.service.id, iat: SECONDS, ...claims }, ...parts });

async function answerTo(authorization: string | undefined) {
  const call = request(world.app()).get('/v2/received-text-messages');
  if (authorization !== undefined) void call.set('Authorization', authorization);
  return call;
}

async function expectRefusal(authorization: string | undefined, status: number, message: string): Promise<void> {
  const answer = await answerTo(authorization);
  expect(answer.body).toEqual(v2Error(status, 'AuthError', message));
  expect(answer.status).toBe(status);
  expect(answer.headers).not.toHaveProperty('www-authenticate');
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('A token without fault lets its service in', () => {
  test.each([
    ['signed as the clients sign', () => `Bearer ${sign({})}`],
    ['with the scheme in any case', () => `bEaReR ${sign({})}`],
    ['with a type of its own', () => `Bearer ${sign({}, { header: { alg: 'HS256', typ: 'letter' } })}`],
    ['30 seconds old', () => `Bearer ${sign({ iat: SECONDS - 30 })}`],
    ['30 seconds ahead', () => `Bearer ${sign({ iat: SECONDS + 30 })}`],
    ['with a fraction of a second', () => `Bearer ${sign({ iat: SECONDS + 30.9 })}`],
    ['with the time as text', () => `Bearer ${sign({ iat: String(SECONDS) })}`],
    ['with an upper-case issuer', () => `Bearer ${sign({ iss: tenant.service.id.toUpperCase() })}`],
    ['with an issuer without hyphens', () => `Bearer ${sign({ iss: tenant.service.id.replaceAll('-', '') })}`],
    ['with an issuer in braces', () => `Bearer ${sign({ iss: `{${tenant.service.id}}` })}`],
    ['with an issuer as a URN', () => `Bearer ${sign({ iss: `urn:uuid:${tenant.service.id}` })}`],
    ['just expired', () => `Bearer ${sign({ exp: SECONDS - 29 })}`],
    ['valid from 30 seconds on', () => `Bearer ${sign({ nbf: SECONDS + 30 })}`],
    ['with a subject and a name', () => `Bearer ${sign({ sub: 'us', jti: '1' })}`],
  ])('%s', async (_case, authorization) => {
    expect((await answerTo(authorization())).status).toBe(200);
  });
});

describe('A header that holds no token is answered with 401', () => {
  test.each<[string, string | undefined, string]>([
    ['row 1: no header', undefined, 'Unauthorized: authentication token must be provided'],
    ['row 1: an empty header', '', 'Unauthorized: authentication token must be provided'],
    ['row 2: another scheme', 'Basic dTpw', 'Unauthorized: authentication bearer scheme must be used'],
    ['row 2: the scheme alone', 'Bearer', 'Unauthorized: authentication bearer scheme must be used'],
    ['row 2: no space after the scheme', 'Bearerx.y.z', 'Unauthorized: authentication bearer scheme must be used'],
  ])('%s', async (_row, authorization, message) => {
    await expectRefusal(authorization, 401, message);
  });
});

describe('What is no token of ours is answered with 403', () => {
  const header = base64({ typ: 'JWT', alg: 'HS256' });
  test.each<[string, () => string, string]>([
    ['row 3: two segments', () => `${header}.${base64({})}`, MALFORMED],
    ['row 3: four segments', () => `${sign({})}.x`, MALFORMED],
    ['row 3: the header is not base64', () => `!!.${base64({})}.x`, MALFORMED],
    ['row 3: the header is not JSON', () => `bm90anNvbg.${base64({})}.x`, MALFORMED],
    ['row 3: the payload is not JSON', () => `${header}.bm90anNvbg.x`, MALFORMED],
    ['row 3: the payload is a list', () => `${header}.${base64([])}.x`, MALFORMED],
    ['row 3: the payload is text', () => `${header}.${base64('iss')}.x`, MALFORMED],
    ['row 3: the payload is null', () => `${header}.${base64(null)}.x`, MALFORMED],
    ['row 3: a space before the token', () => ` ${sign({})}`, MALFORMED],
    ['row 4: no issuer', () => sign({ iss: undefined }), 'Invalid token: iss field not provided'],
    [
      'row 5: an issuer that is no UUID',
      () => sign({ iss: 'us' }),
      'Invalid token: service id is not the right data type',
    ],
    ['row 5: a null issuer', () => sign({ iss: null }), 'Invalid token: service id is not the right data type'],
    ['row 5: a number as issuer', () => sign({ iss: 5 }), 'Invalid token: service id is not the right data type'],
    ['row 6: an unknown service', () => sign({ iss: randomUUID() }), 'Invalid token: service not found'],
    [
      'row 9: another algorithm, though the signature is wrong too',
      () => sign({}, { header: { alg: 'HS512' }, secret: 'wrong' }),
      'Invalid token: algorithm used is not HS256',
    ],
    [
      'row 9: the algorithm none',
      () => `${base64({ alg: 'none' })}.${base64({ iss: tenant.service.id })}.`,
      'Invalid token: algorithm used is not HS256',
    ],
    ['row 9: no algorithm', () => sign({}, { header: { typ: 'JWT' } }), 'Invalid token: algorithm used is not HS256'],
    ['row 10: another secret', () => sign({}, { secret: randomUUID() }), NOT_FOUND],
    [
      'row 10: the bytes of the secret instead of its text',
      () => sign({}, { secret: tenant.secret.replaceAll('-', '') }),
      NOT_FOUND,
    ],
    [
      'row 10: an expired token of another secret',
      () => sign({ iat: SECONDS - 31 }, { secret: randomUUID() }),
      NOT_FOUND,
    ],
    ['row 10: no time', () => sign({ iat: undefined }), NOT_FOUND],
    ['row 10: an empty signature', () => sign({}).replace(/[^.]*$/, ''), NOT_FOUND],
    ['row 11: 31 seconds old', () => sign({ iat: SECONDS - 31 }), CLOCK],
    ['row 11: 31 seconds ahead', () => sign({ iat: SECONDS + 31 }), CLOCK],
    ['row 11: a time that is no number', () => sign({ iat: 'noon' }), CLOCK],
    ['row 11: a null time', () => sign({ iat: null }), CLOCK],
    ['row 11: not valid before 31 seconds from now', () => sign({ nbf: SECONDS + 31 }), CLOCK],
    ['row 12: expired 30 seconds ago', () => sign({ exp: SECONDS - 30 }), MALFORMED],
    ['row 12: an audience', () => sign({ aud: 'postroom' }), MALFORMED],
    ['row 12: a subject that is no text', () => sign({ sub: 5 }), MALFORMED],
    ['row 12: an id that is no text', () => sign({ jti: 5 }), MALFORMED],
  ])('%s', async (_row, token, message) => {
    await expectRefusal(`Bearer ${token()}`, 403, message);
  });
});

describe('What becomes of a service and its keys decides too', () => {
  test('row 7: a service without keys', async () => {
    const service = await world.services.create({ name: 'No keys', live: true });
    const token = signToken({ secret: randomUUID(), claims: { iss: service.id, iat: SECONDS } });
    await expectRefusal(`Bearer ${token}`, 403, 'Invalid token: service has no API keys');
  });

  test('row 7: a service whose only key was revoked more than 7 days ago', async () => {
    const { service, key, authorization } = await world.tenant();
    await world.sql(`update api_keys set revoked_at = now() - interval '7 days 1 second' where id = $1`, key.id);
    await expectRefusal(authorization(), 403, 'Invalid token: service has no API keys');
    await world.services.createKey(service.id, { name: 'another', kind: 'live' });
    await expectRefusal(authorization(), 403, NOT_FOUND);
  });

  test('row 8: an archived service, whatever its token', async () => {
    const { service, authorization } = await world.tenant();
    await world.services.update(service.id, { active: false });
    await expectRefusal(authorization(), 403, 'Invalid token: service is archived');
    const unsigned = signToken({ secret: 'wrong', claims: { iss: service.id }, header: { alg: 'none' } });
    await expectRefusal(`Bearer ${unsigned}`, 403, 'Invalid token: service is archived');
  });

  test('row 13: a key revoked within 7 days is named, and only when its token is otherwise right', async () => {
    const { service, key, secret, authorization } = await world.tenant();
    await world.services.revokeKey(key.id);
    await expectRefusal(authorization(), 403, 'Invalid token: API key revoked');
    await world.sql(`update api_keys set revoked_at = now() - interval '6 days 23 hours' where id = $1`, key.id);
    await expectRefusal(authorization(), 403, 'Invalid token: API key revoked');
    const late = signToken({ secret, claims: { iss: service.id, iat: SECONDS - 31 } });
    await expectRefusal(`Bearer ${late}`, 403, CLOCK);
  });

  test('Every key of a service works, until it alone is revoked', async () => {
    const { service, key, authorization } = await world.tenant();
    const { secret } = await world.services.createKey(service.id, { name: 'second', kind: 'team' });
    const second = `Bearer ${signToken({ secret, claims: { iss: service.id, iat: SECONDS } })}`;
    expect((await answerTo(second)).status).toBe(200);
    await world.services.revokeKey(key.id);
    expect((await answerTo(authorization())).status).toBe(403);
    expect((await answerTo(second)).status).toBe(200);
  });
});

test('A revoked key is refused by every replica from the next request on', async () => {
  const { key, authorization } = await world.tenant();
  const other = createDatabase({ url: world.urlAs('postroom_api') });
  const services = createServiceStore(other.db, SEALING_KEY);
  const replicas = [world.app(), world.app({ services })];
  const answers = async () => {
    const statuses: number[] = [];
    for (const app of replicas) {
      const call = request(app).get('/v2/received-text-messages').set('Authorization', authorization());
      statuses.push((await call).status);
    }
    return statuses;
  };
  expect(await answers()).toEqual([200, 200]);
  await world.services.revokeKey(key.id);
  expect(await answers()).toEqual([403, 403]);
  await other.close();
});

test('Who is not let in is logged by reason, never by token or secret', async () => {
  world.logged.length = 0;
  const token = sign({ iss: randomUUID() });
  await answerTo(`Bearer ${token}`);
  expect(world.logged).toMatchObject([
    {
      level: 'warn',
      msg: 'request denied',
      route: '/v2/received-text-messages',
      reason: 'Invalid token: service not found',
    },
  ]);
  expect(JSON.stringify(world.logged)).not.toContain(token.split('.')[1]);
});
