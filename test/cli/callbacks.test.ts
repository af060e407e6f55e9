import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { ServiceId } from '../../src/domain/letter';
import { type CliWorld, createCliWorld } from './world';

const URL = 'https://council.example/letters';
let world: CliWorld;
let folder: string;
let service: ServiceId;
beforeAll(async () => {
  world = await createCliWorld();
  folder = await mkdtemp(join(tmpdir(), 'postroom-callbacks-'));
});
beforeEach(async () => void (service = (await world.owner.services.create({ name: 'Parking', live: true })).id));
afterAll(async () => {
  await rm(folder, { recursive: true });
  await world.close();
});

const callbacks = (verb: string, ...more: readonly string[]) => world.run('callbacks', verb, service, ...more);
const json = (verb: string, ...more: readonly string[]) =>
  world.json('callbacks', verb, service, ...more) as Promise<Record<string, unknown>>;

async function aTokenFile(token: string): Promise<string> {
  const file = join(folder, 'token');
  await writeFile(file, `${token}\n`);
  return file;
}

/** What a worker would send with. */
const secrets = async () => {
  const page = await world.owner.callbacks.take(service, new Date(), new Date(), 1);
  return page?.endpoint;
};

describe('postroom callbacks set', () => {
  it('makes an endpoint with the token of a file, for every status, and the token is shown to nobody', async () => {
    const said = await callbacks('set', '--url', URL, '--token-file', await aTokenFile('token-of-theirs'));
    expect(said).toMatchObject({ code: 0, error: '' });
    expect(said.out).not.toContain('token-of-theirs');
    expect(await json('show')).toMatchObject({ url: URL, statuses: 'all', bearer_token: true, signed: false });
    expect(await secrets()).toEqual({ url: URL, bearerToken: 'token-of-theirs', signingSecrets: [] });
    expect(world.temporal.hinted).toContain(service);
  });

  it('makes token and signing secret, each shown this one time', async () => {
    const made = await json(
      'set',
      '--url',
      URL,
      '--generate-token',
      '--sign',
      '--statuses',
      'delivered,returned-letter',
    );
    expect(made).toMatchObject({ statuses: 'delivered,returned-letter', signed: true });
    expect(made['new_bearer_token']).toMatch(/^postroom_callback_[\w-]{43}$/);
    const secret = String(made['new_signing_secret']);
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    expect(await secrets()).toMatchObject({ bearerToken: made['new_bearer_token'], signingSecrets: [secret] });
    expect(JSON.stringify(await json('show'))).not.toMatch(/whsec_|postroom_callback_/);
  });

  it('changes what is given and leaves the rest', async () => {
    await json('set', '--url', URL, '--sign', '--statuses', 'delivered');
    const before = await secrets();
    expect(await json('set', '--url', 'https://new.example/')).toMatchObject({
      url: 'https://new.example/',
      statuses: 'delivered',
    });
    expect((await secrets())?.signingSecrets).toEqual(before?.signingSecrets);
    expect(await json('set', '--sign')).not.toHaveProperty('new_signing_secret');
  });

  it.each([
    ['no URL', ['--sign'], 'it needs a URL'],
    ['no secret', ['--url', URL], 'it needs a bearer token, or signatures, or both'],
    ['no https', ['--url', 'http://council.example/', '--sign'], 'the URL is not https'],
    ['an address', ['--url', 'https://10.0.0.1/', '--sign'], 'names an address'],
    ['two ways to a token', ['--url', URL, '--generate-token', '--token-file', 'x'], 'not both'],
    ['a token file that is not there', ['--url', URL, '--token-file', '/nowhere/x'], '/nowhere/x cannot be read'],
    ['a status that is none', ['--url', URL, '--sign', '--statuses', 'posted'], 'Give all, or some of'],
  ])('with %s is refused in one line, and nothing changes', async (_, options, why) => {
    const { code, error } = await callbacks('set', ...options);
    expect([code, error.split('\n').length]).toEqual([2, 1]);
    expect(error).toContain(why);
    expect((await callbacks('show')).code).toBe(1);
  });

  it('A token that is too short is refused, and not repeated', async () => {
    const { code, error } = await callbacks('set', '--url', URL, '--token-file', await aTokenFile('short'));
    expect([code, error]).toEqual([2, expect.stringContaining('10 to 500 printable characters')]);
    expect(error).not.toContain('short');
  });

  it('for a service that is not there says so', async () => {
    const other = '00000000-0000-4000-8000-000000000000';
    expect(await world.run('callbacks', 'set', other, '--url', URL, '--sign')).toMatchObject({
      code: 1,
      error: `postroom: There is no service ${other} (postroom service list)`,
    });
  });
});

describe('postroom callbacks rotate', () => {
  it('lets both secrets sign until the rotation is finished', async () => {
    const first = (await json('set', '--url', URL, '--sign'))['new_signing_secret'];
    const second = (await json('rotate'))['new_signing_secret'];
    expect((await secrets())?.signingSecrets).toEqual([second, first]);
    expect(await callbacks('rotate')).toMatchObject({ code: 2, error: expect.stringContaining('--finish') as string });
    expect(await json('rotate', '--finish')).toMatchObject({ outcome: 'the newer secret alone signs' });
    expect((await secrets())?.signingSecrets).toEqual([second]);
    expect(await json('rotate', '--finish')).toMatchObject({ outcome: 'nothing to finish' });
  });

  it('asks for signatures first', async () => {
    await json('set', '--url', URL, '--generate-token');
    expect(await callbacks('rotate')).toMatchObject({ code: 2, error: expect.stringContaining('--sign') as string });
    expect((await world.run('callbacks', 'rotate', '00000000-0000-4000-8000-000000000000')).code).toBe(1);
  });
});

describe('postroom callbacks stop', () => {
  it('ends an endpoint with name and reason until it is set again', async () => {
    await json('set', '--url', URL, '--sign');
    const stopped = { outcome: 'stopped', stopped_reason: 'asked by the team (alex)' };
    expect(await json('stop', '--reason', 'asked by the team')).toMatchObject(stopped);
    expect(await secrets()).toBeUndefined();
    expect(await json('stop', '--reason', 'again')).toMatchObject({ ...stopped, outcome: 'stopped before' });
    expect(await callbacks('replay', '--from', '2026-01-01T00:00:00Z')).toMatchObject({ code: 2 });
    expect(await callbacks('stop', '--reason', ' ')).toMatchObject({ code: 2 });
    expect(await json('set', '--url', URL)).toMatchObject({ stopped_at: null, stopped_reason: null });
    expect(await secrets()).toBeDefined();
  });
});

describe('postroom callbacks replay', () => {
  it.each([
    ['nothing', []],
    ['both ways', ['--letter', '00000000-0000-4000-8000-000000000000', '--from', '2026-01-01T00:00:00Z']],
    ['a letter that is none', ['--letter', 'x']],
    ['an instant without offset', ['--from', '2026-01-01']],
    ['a day that is none', ['--from', '2025-02-30T00:00:00Z']],
    ['a stretch that ends before it begins', ['--from', '2026-01-02T00:00:00Z', '--until', '2026-01-01T00:00:00Z']],
    ['a stretch that lies ahead', ['--from', '2999-01-01T00:00:00Z']],
    ['a letter until an instant', ['--letter', randomUUID(), '--until', '2026-01-01T00:00:00Z']],
    ['no beginning', ['--until', '2026-01-01T00:00:00Z']],
  ])('asked for %s is refused in one line', async (_, options) => {
    await json('set', '--url', URL, '--sign');
    const { code, error } = await callbacks('replay', ...options);
    expect([code, error.split('\n').length]).toEqual([2, 1]);
  });

  it('of a service without callbacks says so', async () => {
    expect((await callbacks('replay', '--from', '2026-01-01T00:00:00Z')).code).toBe(1);
  });

  it('of a letter that the service does not have says so', async () => {
    await json('set', '--url', URL, '--sign');
    const said = await callbacks('replay', '--letter', randomUUID());
    expect([said.code, said.error.split('\n').length]).toEqual([1, 1]);
  });

  it('of a stretch without letters replays none, with the rights of an operator', async () => {
    await json('set', '--url', URL, '--sign');
    expect(await json('replay', '--from', '2026-01-01T00:00:00Z')).toEqual({ service_id: service, replayed: 0 });
  });
});

it('No secret of an endpoint stands in the database as it is', async () => {
  const made = await json('set', '--url', URL, '--generate-token', '--sign');
  const { db } = world.database;
  const { rows } = await sql<{ row: string }>`
    select to_jsonb(callback_endpoints)::text as row from callback_endpoints where service_id = ${service}
  `.execute(db);
  const [{ row } = { row: '' }] = rows;
  expect(row).toContain('sealed');
  for (const name of ['new_bearer_token', 'new_signing_secret']) expect(row).not.toContain(String(made[name]));
});
