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

test.each([
  ['in trial mode, with a test key', [], { live: false, key_kind: 'test' }],
  ['live, with a live key', ['--live'], { live: true, key_kind: 'live' }],
])('A new service is %s, and its team is told where to send and what comes next', async (_case, options, expected) => {
  const created = (await createService(...options)) as ServiceJson & {
    key_id: string;
    api_key: string;
    next: string[];
  };
  expect(created).toMatchObject({ ...expected, name: 'Parking fines', base_url: 'https://letters.example' });
  const [key, ...others] = (await world.owner.services.authentication(created.id))?.keys ?? [];
  expect(others).toEqual([]);
  expect(key).toMatchObject({ id: created.key_id, kind: expected.key_kind });
  expect(created.api_key).toBe(`${expected.key_kind}-${created.id}-${key?.secret}`);
  expect(created.next.join('\n')).toContain(`postroom key create ${created.id} --kind`);
});

test('What a new team needs to start is printed as a list, each step with its number', async () => {
  const { out } = await world.run('service', 'create', 'Libraries');
  expect(out).toMatch(/^api_key +test-[0-9a-f-]{73}$/m);
  expect(out).toMatch(/^base_url +https:\/\/letters\.example$/m);
  expect(out).toMatch(
    /\n\n1\. keep the API key [^\n]+\n2\. give base URL [^\n]+\n3\. [^\n]+ --live yes\n4\. [^\n]+ --kind live$/,
  );
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

/** Each term: its option, its name in answers, its default, two values that it may have, and what is refused. */
test.each([
  ['--retention-days', 'retention_days', 7, ['30', 30], ['3', 3], ['2', '91', '7.5', 'week', '']],
  ['--rate-limit', 'rate_limit', 3000, ['100000', 100_000], ['1', 1], ['0', '100001', '1.5', 'many', '']],
  ['--daily-limit', 'daily_limit', 20_000, ['10000000', 10_000_000], ['1', 1], ['0', '10000001', '-1', 'all', '']],
  ['--letters', 'letters', true, ['no', false], ['yes', true], ['maybe', 'true', '']],
  ['--international', 'international', false, ['yes', true], ['no', false], ['maybe', '1', '']],
] as const)('%s: a service has the default, or what it was given, and can be changed', async (...row) => {
  const [option, name, usual, [text, given], [otherText, changed], refused] = row;
  expect(await createService()).toMatchObject({ [name]: usual });
  const { id, ...created } = await createService(option, text);
  expect(created).toMatchObject({ [name]: given });
  expect(await world.json('service', 'update', id, '--name', 'Fines')).toMatchObject({ [name]: given });
  expect(await world.json('service', 'update', id, option, otherText)).toMatchObject({ [name]: changed });
  for (const wrong of refused) {
    expect(await world.run('service', 'update', id, option, wrong)).toMatchObject({ code: 2, out: '' });
    expect(await world.run('service', 'create', 'Taxes', option, wrong)).toMatchObject({ code: 2, out: '' });
  }
  const listed = (await world.json('service', 'list')) as ServiceJson[];
  expect(listed.find((service) => service.id === id)).toMatchObject({ [name]: changed });
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
  const stored = (await world.owner.services.authentication(id))?.keys.find((other) => other.id === key.id);
  expect(key.api_key.slice(-36)).toBe(stored?.secret);
  expect(key.api_key.slice(-73, -37)).toBe(id);
  const { out } = await world.run('key', 'list', id, '--json');
  expect(JSON.parse(out)).toMatchObject([{ kind: 'test' }, { id: key.id, kind: 'team', revoked_at: null }]);
  expect(out).not.toContain(key.api_key.slice(-36));
});

test('A revoked key is revoked once', async () => {
  const { id } = await createService();
  const key = (await world.json('key', 'create', id, '--kind', 'live')) as { id: string };
  expect(await world.json('key', 'revoke', key.id.toUpperCase())).toMatchObject({ revoked: true });
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

test('A revoked token works no more, until the operator gets another', async () => {
  const { token } = (await world.json('operator', 'create', 'kim')) as { token: string };
  expect(await world.json('operator', 'revoke', 'kim')).toEqual({ name: 'kim', revoked: true });
  expect(await world.deps.services.operatorOf(token)).toBeUndefined();
  const again = await world.run('operator', 'revoke', 'kim');
  expect(again).toMatchObject({ code: 1, error: 'postroom: There is no operator kim with a token in use' });
  const { token: next } = (await world.json('operator', 'create', 'kim')) as { token: string };
  expect(await world.deps.services.operatorOf(next)).toBe('kim');
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
  ['a service without a name', 2, ['service', 'create', '']],
  ['a name of spaces', 2, ['service', 'create', ' ']],
  ['a name of two lines', 2, ['service', 'create', 'Parking\nfines']],
  ['a service that loses its name', 2, ['service', 'update', randomUUID(), '--name', '']],
  ['a key without a name', 2, ['key', 'create', randomUUID(), '--kind', 'test', '--name', '']],
  ['an operator without a name', 2, ['operator', 'create', '']],
  ['nobody who acts', 2, ['service', 'list', '--as', '']],
  ['a number in another notation', 2, ['service', 'update', randomUUID(), '--rate-limit', '1e3']],
  ['keys of a service that is not there', 1, ['key', 'list', randomUUID()]],
  ['templates of a service that is not there', 1, ['template', 'list', randomUUID()]],
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
