/** Each route × each way to call it × each caller × {own, foreign, unknown}: generated from the route table. */
import request from 'supertest';
import { routeTable } from '../../../src/api/app';
import { type Listening, listen } from '../../support/listen';
import { signToken } from '../tokens';
import { NOW, type Tenant, type World, createWorld, v2Error } from '../world';
import { type Request, ROWS, type Row } from './rows';
import { SECRET, type Things, knownThings, nobodysThings, thingsOf, unknownThings } from './things';

let world: World;
let server: Listening;
/** One service with a key of each kind, and another. */
let keys: Readonly<Record<'live' | 'team' | 'test', Tenant>>;
let other: Tenant;
/** By name, the header of those who are let in nowhere, or by operators' routes alone. */
let headers: Readonly<Record<'malformed' | 'revoked' | 'expired' | 'operator' | 'replaced operator', string>>;

beforeAll(async () => {
  world = await createWorld();
  server = await listen(world.app());
  const live = await world.tenant();
  keys = { live, team: await world.keyOf(live.service, 'team'), test: await world.keyOf(live.service, 'test') };
  other = await world.tenant();
  const revoked = await world.keyOf(live.service, 'live');
  await world.services.revokeKey(revoked.key.id);
  const iat = Math.floor(NOW.getTime() / 1000) - 31;
  const expired = signToken({ secret: live.secret, claims: { iss: live.service.id, iat } });
  const replaced = await world.services.createOperator('sam');
  await world.services.createOperator('sam');
  headers = {
    malformed: 'Bearer a.b',
    revoked: revoked.authorization(),
    expired: `Bearer ${expired}`,
    operator: `Bearer ${(await world.services.createOperator('alex')).token}`,
    'replaced operator': `Bearer ${replaced.token}`,
  };
});
afterAll(async () => {
  await server.close();
  await world.close();
});

const table = () => routeTable(world.deps).map((route) => ({ ...route, name: `${route.method} ${route.path}` }));

test('Each route has its rows, and each row its route', () => {
  expect(Object.keys(ROWS).sort()).toEqual(
    table()
      .map(({ name }) => name)
      .sort(),
  );
});

async function call(name: string, asked: Request, authorization?: string) {
  const [method, pattern = ''] = name.split(' ');
  const path = pattern.replace(/:(\w+)/g, (_, part: string) => encodeURIComponent(asked.path?.[part] ?? ''));
  const url = asked.query ? `${path}?${asked.query}` : path;
  const sent = method === 'POST' ? request(server.url).post(url) : request(server.url).get(url);
  void sent.set('Host', 'letters.example');
  if (authorization !== undefined) void sent.set('Authorization', authorization);
  return method === 'POST' && 'body' in asked
    ? sent.set('Content-Type', 'application/json').send(JSON.stringify(asked.body))
    : sent;
}
type Answer = Awaited<ReturnType<typeof call>>;

const refusals = {
  none: v2Error(401, 'AuthError', 'Unauthorized: authentication token must be provided'),
  malformed: v2Error(
    403,
    'AuthError',
    'Invalid token: make sure your API token matches the example at https://docs.example/tokens',
  ),
  revoked: v2Error(403, 'AuthError', 'Invalid token: API key revoked'),
  expired: v2Error(403, 'AuthError', 'Error: Your system clock must be accurate to within 30 seconds'),
  stranger: v2Error(403, 'AuthError', 'Invalid token: operator not found'),
};

const lines = Object.entries(ROWS).flatMap(([name, ways]) =>
  Object.entries(ways).map(([way, row]) => [name, way, row] as const),
);
const linesOf = <Access extends Row['access']>(access: Access) =>
  lines.filter((line): line is readonly [string, string, Row & { access: Access }] => line[2].access === access);

test.each(lines)('%s (%s) is for those for whom the route table has it', (name, _way, row) => {
  expect(table().find((route) => route.name === name)?.access).toBe(row.access);
});

describe('What is for services', () => {
  const KINDS = ['live', 'team', 'test'] as const;

  /** All of an answer but the second in which it was given, and the ids that were asked for or made. */
  function looksOf(answer: Answer, things: Things): string {
    const sent = { ...(answer.headers as Readonly<Record<string, string>>), date: 'now' };
    const made = (answer.body as { readonly id?: string }).id ?? 'none';
    let looks = JSON.stringify({ status: answer.status, sent, text: answer.text });
    for (const id of [...(Object.values(things) as string[]), made]) looks = looks.replaceAll(id, 'an id');
    return looks;
  }

  test.each(linesOf('service'))('%s (%s) is refused to all others', async (name, _way, row) => {
    for (const things of [await thingsOf(world, keys.live), await thingsOf(world, other), nobodysThings()]) {
      const asked = row.call(things);
      const told = {
        none: (await call(name, asked)).body as object,
        malformed: (await call(name, asked, headers.malformed)).body as object,
        revoked: (await call(name, asked, headers.revoked)).body as object,
        expired: (await call(name, asked, headers.expired)).body as object,
        stranger: (await call(name, asked, headers.operator)).body as object,
      };
      expect(told).toEqual({ ...refusals, stranger: refusals.malformed });
    }
  });

  test.each(linesOf('service'))('%s (%s) answers each key as its row says', async (name, _way, row) => {
    const statusesFor = async (owner?: Tenant) => {
      const found = [];
      for (const kind of KINDS) {
        const things = owner ? await thingsOf(world, owner) : nobodysThings();
        found.push((await call(name, row.call(things), keys[kind].authorization())).status);
      }
      return found;
    };
    const each = (statuses: (typeof row)['own']) =>
      typeof statuses === 'number' ? KINDS.map(() => statuses) : statuses;
    expect({
      own: await statusesFor(keys.live),
      foreign: await statusesFor(other),
      unknown: await statusesFor(),
    }).toEqual({ own: each(row.own), foreign: each(row.foreign), unknown: each(row.foreign) });
  });

  test.each(linesOf('service'))(
    '%s (%s) tells nothing of what is foreign: it looks unknown',
    async (name, _way, row) => {
      for (const kind of KINDS) {
        const [theirs, nobodys] = [await thingsOf(world, other), nobodysThings()];
        const caller = keys[kind].authorization();
        const [foreign, unknown] = [
          await call(name, row.call(theirs), caller),
          await call(name, row.call(nobodys), caller),
        ];
        expect(looksOf(foreign, theirs)).toBe(looksOf(unknown, nobodys));
        expect(foreign.text).not.toContain(SECRET);
      }
    },
  );
});

describe('What is for operators', () => {
  test.each(linesOf('operator'))('%s (%s) is refused to all others', async (name, _way, row) => {
    const strangers = [headers.malformed, headers.revoked, headers.expired, headers['replaced operator']];
    const ofServices = Object.values(keys).map((tenant) => tenant.authorization());
    for (const things of [await knownThings(world), unknownThings()]) {
      const asked = row.call(things);
      expect((await call(name, asked)).body).toEqual(refusals.none);
      for (const header of [...strangers, ...ofServices])
        expect((await call(name, asked, header)).body).toEqual(refusals.stranger);
    }
  });

  test.each(linesOf('operator'))('%s (%s) answers an operator as its row says', async (name, _way, row) => {
    const known = await call(name, row.call(await knownThings(world)), headers.operator);
    const unknown = await call(name, row.call(unknownThings()), headers.operator);
    expect({ known: known.status, unknown: unknown.status }).toEqual({ known: row.known, unknown: row.unknown });
  });
});

describe('What is for anybody', () => {
  test.each(linesOf('open'))('%s (%s) does not look at who asks', async (name, _way, row) => {
    const callers = [
      undefined,
      ...Object.values(headers),
      ...Object.values(keys).map((tenant) => tenant.authorization()),
    ];
    for (const caller of callers) expect((await call(name, row.call, caller)).status).toBe(row.answer);
  });
});
