import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { sql } from 'kysely';
import { createSealer } from '../../../src/adapters/postgres/sealer';
import { createServiceStore } from '../../../src/adapters/postgres/service-store';
import { type KeyKind, parseServiceId } from '../../../src/domain/letter';
import { SEALING_KEY, type World, aLetterId, aService, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

test('A service is made, changed and listed by name', async () => {
  const created = await world.services.create({ name: 'Zoos', live: false });
  expect(created).toMatchObject({
    name: 'Zoos',
    live: false,
    active: true,
    lettersAllowed: true,
    international: false,
  });
  expect(created).toMatchObject({ retentionDays: 7, rateLimit: 3000, dailyLimit: 20_000 });
  expect(parseServiceId(created.id)).toBe(created.id);
  const changed = await world.services.update(created.id, { name: 'Aviaries', live: true, active: false });
  expect(changed).toEqual({ ...created, name: 'Aviaries', live: true, active: false });
  const terms = { lettersAllowed: false, international: true, rateLimit: 60, dailyLimit: 5, retentionDays: 3 };
  expect(await world.services.create({ name: 'Islands', live: true, ...terms })).toMatchObject(terms);
  expect(await world.services.update(created.id, {})).toEqual(changed);
  expect(await world.services.find(created.id)).toEqual(changed);
  const second = await world.services.create({ name: 'Boats', live: true });
  expect(await world.services.list()).toEqual([changed, second, expect.objectContaining(terms)]);
});

test('What is said of an unknown service changes nothing', async () => {
  const unknown = parseServiceId(aLetterId());
  if (!unknown) throw new Error('a UUID is a service id');
  expect(await world.services.find(unknown)).toBeUndefined();
  expect(await world.services.update(unknown, { active: false })).toBeUndefined();
  expect(await world.services.authentication(unknown)).toBeUndefined();
  await expect(world.services.createKey(unknown, { name: 'key', kind: 'live' })).rejects.toThrow(/foreign key/);
});

test('A service and its first key are made together, or not at all', async () => {
  const order = { name: 'Half', live: false };
  const wrong = { name: 'first', kind: 'gold' as KeyKind };
  await expect(world.services.createWithKey(order, wrong)).rejects.toThrow(/key_kind/);
  expect((await world.services.list()).map(({ name }) => name)).not.toContain('Half');
  const { service, key, secret } = await world.services.createWithKey(order, { name: 'first', kind: 'test' });
  expect(await world.services.authentication(service.id)).toEqual({ service, keys: [{ ...key, secret }] });
});

test('A key’s secret is told once, comes back for authentication, and stands in no dump', async () => {
  const service = await aService(world);
  const { key, secret } = await world.services.createKey(service, { name: 'production', kind: 'live' });
  expect(secret).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(key).toMatchObject({ serviceId: service, name: 'production', kind: 'live', revokedAt: null });
  expect(await world.services.listKeys(service)).toEqual([key]);
  expect((await world.services.authentication(service))?.keys).toEqual([{ ...key, secret }]);
  const { rows } = await sql<{ dump: string }>`select string_agg(api_keys::text, ',') as dump from api_keys`.execute(
    world.db,
  );
  expect(rows[0]?.dump).toContain(key.id);
  expect(rows[0]?.dump).not.toContain(secret);
});

test('A revoked key names itself for seven days, and can be revoked once', async () => {
  const service = await aService(world);
  const { key } = await world.services.createKey(service, { name: 'old', kind: 'test' });
  expect(await world.services.revokeKey(key.id)).toBe(true);
  expect(await world.services.revokeKey(key.id)).toBe(false);
  expect(await world.services.revokeKey('no such key')).toBe(false);
  const known = async () => (await world.services.authentication(service))?.keys.length;
  expect(await known()).toBe(1);
  expect((await world.services.listKeys(service))[0]?.revokedAt).toBeInstanceOf(Date);
  await sql`update api_keys set revoked_at = now() - interval '7 days' where id = ${key.id}`.execute(world.db);
  expect(await known()).toBe(0);
});

test('A retired sealing key opens what it sealed, and nothing new is sealed with it', async () => {
  const service = await aService(world);
  const { secret } = await world.services.createKey(service, { name: 'before', kind: 'live' });
  const fresh = randomBytes(32);
  const rotated = createServiceStore(world.db, fresh, [SEALING_KEY]);
  const { secret: newer } = await rotated.createKey(service, { name: 'after', kind: 'live' });
  expect((await rotated.authentication(service))?.keys.map((key) => key.secret)).toEqual([secret, newer]);
  await expect(world.services.authentication(service)).rejects.toThrow(/which is not configured/);
});

test('A sealed secret opens for its own row only, and not when a bit was changed', () => {
  const sealer = createSealer(SEALING_KEY);
  const sealed = sealer.seal('the secret', 'row 1');
  expect(sealer.open(sealed, 'row 1')).toBe('the secret');
  expect(sealer.seal('the secret', 'row 1')).not.toBe(sealed);
  expect(() => sealer.open(sealed, 'row 2')).toThrow();
  const [keyId = '', body = ''] = sealed.split(':');
  const changed = Buffer.from(body, 'base64');
  changed[14] = (changed[14] ?? 0) ^ 1;
  expect(() => sealer.open(`${keyId}:${changed.toString('base64')}`, 'row 1')).toThrow();
  expect(() => createSealer(randomBytes(16))).toThrow(/32 bytes/);
});

test('An operator is known by the token told once, until a new one takes its place', async () => {
  const { name, token } = await world.services.createOperator('ada');
  expect(name).toBe('ada');
  const [, random = '', checksum] = /^postroom_operator_([\w-]{43})_([0-9a-f]{8})$/.exec(token) ?? [];
  expect(checksum).toBe(crc32(random).toString(16).padStart(8, '0'));
  expect(await world.services.operatorOf(token)).toBe('ada');
  expect(await world.services.operatorOf(`${token}x`)).toBeUndefined();
  expect(await world.services.operatorOf('')).toBeUndefined();
  const { rows } = await sql<{ dump: string }>`select operators::text as dump from operators`.execute(world.db);
  expect(rows[0]?.dump).not.toContain(random);
  const { token: newer } = await world.services.createOperator('ada');
  expect(await world.services.operatorOf(token)).toBeUndefined();
  expect(await world.services.operatorOf(newer)).toBe('ada');
  await sql`update operators set revoked_at = now()`.execute(world.db);
  expect(await world.services.operatorOf(newer)).toBeUndefined();
});
