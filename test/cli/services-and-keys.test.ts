import { randomUUID } from 'node:crypto';
import type { ServiceId } from '../../src/domain/letter';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

interface ServiceJson {
  readonly id: ServiceId;
  readonly live: boolean;
}

const createService = async (...options: string[]) =>
  (await world.json('service', 'create', 'Parking fines', ...options)) as ServiceJson;

test('A new service is in trial mode, and its team is told its id, where to send and what comes next', async () => {
  const created = await createService();
  expect(created).toMatchObject({
    name: 'Parking fines',
    live: false,
    active: true,
    base_url: 'https://letters.example',
    next: `postroom key create ${created.id} --kind test`,
  });
  expect(await world.deps.services.find(created.id)).toMatchObject({ name: 'Parking fines', live: false });
});

test('A service can be live from the start, and changed later', async () => {
  const { id, live } = await createService('--live');
  expect(live).toBe(true);
  expect(await world.json('service', 'update', id, '--name', 'Fines')).toMatchObject({
    name: 'Fines',
    live: true,
  });
  expect(await world.json('service', 'update', id, '--active', 'no', '--live', 'no')).toMatchObject({
    active: false,
    live: false,
  });
  const listed = (await world.json('service', 'list')) as ServiceJson[];
  expect(listed.map((service) => service.id)).toContain(id);
});

test('How long letters are kept is seven days, or what the service was given, and can be changed', async () => {
  expect(await createService()).toMatchObject({ retention_days: 7 });
  const { id, ...created } = await createService('--retention-days', '30');
  expect(created).toMatchObject({ retention_days: 30 });
  expect(await world.json('service', 'update', id, '--name', 'Fines')).toMatchObject({ retention_days: 30 });
  expect(await world.json('service', 'update', id, '--retention-days', '3')).toMatchObject({ retention_days: 3 });
  for (const wrong of ['2', '91', '7.5', 'week', '']) {
    expect(await world.run('service', 'update', id, '--retention-days', wrong)).toMatchObject({ code: 2, out: '' });
    expect(await world.run('service', 'create', 'Taxes', '--retention-days', wrong)).toMatchObject({
      code: 2,
      out: '',
    });
  }
  expect(await world.deps.services.find(id)).toMatchObject({ retentionDays: 3 });
  expect((await world.json('service', 'list')) as object[]).not.toContainEqual(
    expect.objectContaining({ name: 'Taxes' }),
  );
});

test('An API key is shown once, in the form that the clients of Notify take apart', async () => {
  const { id } = await createService();
  const key = (await world.json('key', 'create', id, '--kind', 'team', '--name', 'our laptop')) as {
    id: string;
    api_key: string;
  };
  expect(key.api_key).toMatch(new RegExp(`^our laptop-${id}-[0-9a-f-]{36}$`));
  const [stored] = await world.owner.services.keysForAuthentication(id);
  expect(key.api_key.slice(-36)).toBe(stored?.secret);
  expect(key.api_key.slice(-73, -37)).toBe(id);
  const { out } = await world.run('key', 'list', id, '--json');
  expect(JSON.parse(out)).toMatchObject([{ id: key.id, kind: 'team', revoked_at: null }]);
  expect(out).not.toContain(key.api_key.slice(-36));
});

test('A revoked key is revoked once', async () => {
  const { id } = await createService();
  const key = (await world.json('key', 'create', id, '--kind', 'live')) as { id: string };
  expect(await world.json('key', 'revoke', key.id)).toEqual({ id: key.id, revoked: true });
  expect(await world.run('key', 'revoke', key.id)).toMatchObject({
    code: 1,
    out: '',
    error: expect.stringContaining('no key') as unknown,
  });
});

test('An operator gets a token that works', async () => {
  const { token } = (await world.json('operator', 'create', 'sam')) as { token: string };
  expect(await world.deps.services.operatorOf(token)).toBe('sam');
});

test.each([
  ['a service that is not there', 1, ['service', 'update', randomUUID(), '--active', 'no']],
  ['a key for a service that is not there', 1, ['key', 'create', randomUUID(), '--kind', 'live']],
  ['an id that is none', 2, ['service', 'update', 'x', '--active', 'no']],
  ['nothing to change', 2, ['service', 'update', randomUUID()]],
  ['neither yes nor no', 2, ['service', 'update', randomUUID(), '--active', 'maybe']],
  ['no kind', 2, ['key', 'create', randomUUID()]],
  ['an unknown kind', 2, ['key', 'create', randomUUID(), '--kind', 'gold']],
  ['no name', 2, ['service', 'create']],
  ['an unknown option', 2, ['service', 'list', '--quick']],
  ['an unknown verb', 2, ['service', 'sing']],
  ['an unknown noun', 2, ['elephant']],
  ['no verb', 2, ['service']],
  ['nothing at all', 2, []],
  ['too many words', 2, ['service', 'list', 'all']],
])('%s: exit code %i and one line that says what to do', async (_case, code, argv) => {
  const said = await world.run(...argv);
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(/^postroom: [^\n]+$/);
});
