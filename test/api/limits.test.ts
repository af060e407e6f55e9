/** How much a service may send: letters-api §3 (the first two rows) and §10, over several replicas of the API. */
import type { Express } from 'express';
import request from 'supertest';
import { createIdempotencyStore } from '../../src/adapters/postgres/idempotency-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createSendingLimits } from '../../src/adapters/postgres/sending-limits';
import type { ServiceTerms } from '../../src/domain/service';
import type { KeyKind } from '../../src/domain/letter';
import { fails, keysOf, letters, objects, putFailing } from './stores';
import { NOW, type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
let close: () => Promise<void>;
/** Two processes of the API, each with a pool of its own. */
let replicas: readonly [Express, Express];
beforeAll(async () => {
  world = await createWorld();
  const other = createDatabase({ url: world.urlAs('postroom_api') });
  close = () => other.close();
  const stores = {
    letters: createLetterStore(other.db),
    idempotency: createIdempotencyStore(other.db),
    sendingLimits: createSendingLimits(other.db),
  };
  replicas = [world.app(), world.app(stores)];
});
afterAll(async () => {
  await close();
  await world.close();
});
afterEach(() => world.clock.set(NOW));

async function aTenant(terms: Partial<ServiceTerms>, kind: KeyKind = 'live'): Promise<Tenant> {
  const tenant = await world.tenant(kind);
  await world.services.update(tenant.service.id, terms);
  return tenant;
}

/** So many letters at once, in turns to the one replica and the other; how often each status was the answer. */
async function postAtOnce(tenant: Tenant, count: number): Promise<Readonly<Record<number, number>>> {
  const posts = Array.from({ length: count }, (_, index) => postLetter(replicas[index % 2] ?? replicas[0], tenant));
  const found: Record<number, number> = {};
  for (const { status } of await Promise.all(posts)) found[status] = (found[status] ?? 0) + 1;
  return found;
}

const countOf = async ({ service }: Tenant) =>
  Number((await world.sql('select count(*) from letters where service_id = $1', service.id))[0]?.['count']);

const fill = (tenant: Tenant, secondsAgo: number) =>
  world.sql(
    `update rate_buckets set filled_at = filled_at - make_interval(secs => $2) where service_id = $1`,
    tenant.service.id,
    secondsAgo,
  );

const empty = ({ service }: Tenant) =>
  world.sql(
    `update rate_buckets set tokens = 0, filled_at = clock_timestamp() + interval '1 hour' where service_id = $1`,
    service.id,
  );

describe('The rate limit', () => {
  test.each(['live', 'team', 'test'] as const)(
    'names the kind of key, here %s, and the service’s own limit',
    async (kind) => {
      const tenant = await aTenant({ rateLimit: 4 }, kind);
      await postLetter(replicas[0], tenant);
      await empty(tenant);
      const answer = await postLetter(replicas[1], tenant, 'no JSON');
      const message = `Exceeded rate limit for key type ${kind.toUpperCase()} of 4 requests per 60 seconds`;
      expect(answer.body).toEqual(v2Error(429, 'RateLimitError', message));
      expect(answer.status).toBe(429);
      expect(answer.headers['retry-after']).toBe('15');
    },
  );

  test('holds over two replicas, however many letters come at once, and leaves nothing of the refused', async () => {
    const tenant = await aTenant({ rateLimit: 1 });
    expect(await postAtOnce(tenant, 20)).toEqual({ 201: 2, 429: 18 });
    expect(await countOf(tenant)).toBe(2);
  });

  test('gives a token back every so often, up to the size of the bucket', async () => {
    const tenant = await aTenant({ rateLimit: 1 });
    await postAtOnce(tenant, 3);
    await fill(tenant, 65);
    expect(await postAtOnce(tenant, 3)).toEqual({ 201: 1, 429: 2 });
    await fill(tenant, 3600);
    expect(await postAtOnce(tenant, 4)).toEqual({ 201: 2, 429: 2 });
  });

  test('counts each kind of key and each service apart, and nothing but letters', async () => {
    const tenant = await aTenant({ rateLimit: 1 });
    await postAtOnce(tenant, 3);
    expect((await postLetter(replicas[0], await world.keyOf(tenant.service, 'test'))).status).toBe(201);
    expect((await postLetter(replicas[0], await aTenant({ rateLimit: 1 }))).status).toBe(201);
    for (let index = 0; index < 3; index += 1) {
      const get = request(replicas[0]).get('/v2/received-text-messages');
      expect((await get.set('Authorization', tenant.authorization())).status).toBe(200);
    }
  });

  test('counts a request whose letter is refused', async () => {
    const tenant = await aTenant({ rateLimit: 1 });
    for (const status of [400, 400, 429]) expect((await postLetter(replicas[0], tenant, '{}')).status).toBe(status);
  });
});

describe('The daily limit', () => {
  test('is told before the body is read, with the seconds until midnight UTC', async () => {
    const tenant = await aTenant({ dailyLimit: 1 });
    expect((await postLetter(replicas[0], tenant)).status).toBe(201);
    const answer = await postLetter(replicas[1], tenant, 'no JSON');
    expect(answer.body).toEqual(v2Error(429, 'TooManyRequestsError', 'Exceeded send limits (letter: 1) for today'));
    expect(answer.headers['retry-after']).toBe(String(12 * 3600));
  });

  test('holds over two replicas, however many letters come at once, and leaves nothing of the refused', async () => {
    const tenant = await aTenant({ dailyLimit: 5 });
    const before = (await keysOf(world)).length;
    expect(await postAtOnce(tenant, 24)).toEqual({ 201: 5, 429: 19 });
    expect(await countOf(tenant)).toBe(5);
    expect(await keysOf(world)).toHaveLength(before + 2 * 5);
  });

  test('begins anew at midnight UTC', async () => {
    const tenant = await aTenant({ dailyLimit: 1 });
    world.clock.set(new Date('2026-06-05T23:59:59.999Z'));
    expect((await postLetter(replicas[0], tenant)).status).toBe(201);
    expect((await postLetter(replicas[0], tenant)).status).toBe(429);
    world.clock.set(new Date('2026-06-06T00:00:00.000Z'));
    expect((await postLetter(replicas[0], tenant)).status).toBe(201);
  });

  test('counts no letter of a test key, and refuses none', async () => {
    const tenant = await aTenant({ dailyLimit: 1 }, 'test');
    expect(await postAtOnce(tenant, 3)).toEqual({ 201: 3 });
    expect((await postLetter(replicas[0], await world.keyOf(tenant.service, 'live'))).status).toBe(201);
  });

  test('does not count a letter that is refused or could not be stored', async () => {
    const tenant = await aTenant({ dailyLimit: 1 });
    const broken = [
      objects(world, { put: fails }),
      letters(world, { accept: fails }),
      objects(world, putFailing(world, 'accepted/')),
    ];
    for (const changes of broken) expect((await postLetter(world.app(changes), tenant)).status).toBe(500);
    expect((await postLetter(replicas[0], tenant, precompiled({ content: 'hi' }))).status).toBe(400);
    expect((await postLetter(replicas[0], tenant)).status).toBe(201);
    expect((await postLetter(replicas[0], tenant)).status).toBe(429);
  });
});
