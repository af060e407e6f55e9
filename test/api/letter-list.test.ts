/** GET /v2/notifications: letters-api §7.3. */
import { randomUUID } from 'node:crypto';
import request from 'supertest';
import { LETTER_STATUSES } from '../../src/domain/letter';
import { signToken } from './tokens';
import { NOW, type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
beforeAll(async () => void (world = await createWorld()));
afterAll(() => world.close());

interface Listed {
  readonly notifications: readonly { readonly id: string; readonly reference: string; readonly status: string }[];
  readonly links: { readonly current: string; readonly next?: string };
}

const list = async (tenant: Tenant, query = '') => {
  const answer = await request(world.app())
    .get(`/v2/notifications${query}`)
    .set('Host', 'letters.example')
    .set('Authorization', tenant.authorization());
  return { status: answer.status, body: answer.body as Listed };
};

async function post(tenant: Tenant, reference: string, status?: string): Promise<string> {
  const { id } = (await postLetter(world.app(), tenant, precompiled({ reference }))).body as { id: string };
  if (status) await inStatus(id, status);
  return id;
}

/** As its owner the table takes any status; what a service sees of it is all that counts here. */
async function inStatus(id: string, status: string): Promise<void> {
  await world.sql('alter table letters disable trigger letters_move_forward');
  await world.sql(
    `update letters set status = $2, sent_at = now(), print_key = 'x', sha256 = repeat('0', 64), bytes = 1, sheets = 1
     where id = $1`,
    id,
    status,
  );
  await world.sql('alter table letters enable trigger letters_move_forward');
}

const idsOf = ({ body }: { readonly body: Listed }) => body.notifications.map(({ id }) => id);

describe('A status finds', () => {
  let tenant: Tenant;
  const ids = new Map<string, string>();
  beforeAll(async () => {
    tenant = await world.tenant();
    for (const status of LETTER_STATUSES) ids.set(status, await post(tenant, status, status));
  });

  test.each<[string, readonly string[]]>([
    ...LETTER_STATUSES.map((status): [string, readonly string[]] => [status, [status]]),
    ['accepted', ['created', 'sending']],
    ['received', ['delivered']],
    [
      'failed',
      [
        'returned-letter',
        'temporary-failure',
        'permanent-failure',
        'technical-failure',
        'validation-failed',
        'virus-scan-failed',
      ],
    ],
    ['sent', []],
    ['pending', []],
    ['created&status=delivered', ['created', 'delivered']],
    ['accepted&status=created', ['created', 'sending']],
  ])('%s: %s', async (asked, found) => {
    expect(new Set(idsOf(await list(tenant, `?status=${asked}`)))).toEqual(
      new Set(found.map((status) => ids.get(status))),
    );
  });
});

describe('Parameters', () => {
  let tenant: Tenant;
  beforeAll(async () => {
    tenant = await world.tenant();
    for (const reference of ['one', 'two', 'two']) await post(tenant, reference);
  });

  test.each<[string, number]>([
    ['', 3],
    ['?template_type=letter', 3],
    ['?template_type=sms&template_type=letter', 3],
    ['?template_type=email', 0],
    ['?reference=two', 2],
    ['?reference=one&reference=two', 1],
    ['?reference=TWO', 0],
    ['?reference=', 0],
    ['?include_jobs=true', 3],
    ['?include_jobs=True', 3],
    [`?older_than=${randomUUID()}`, 0],
  ])('%s finds %i letters', async (query, found) => {
    const answer = await list(tenant, query);
    expect([answer.status, answer.body.notifications.length]).toEqual([200, found]);
  });

  const STATUS_NAMES =
    'cancelled, created, sending, sent, delivered, pending, failed, technical-failure, temporary-failure, permanent-failure, pending-virus-check, validation-failed, virus-scan-failed, returned-letter, accepted, received';

  test.each<[string, readonly string[]]>([
    ['?status=elephant', [`status elephant is not one of [${STATUS_NAMES}]`]],
    [
      '?status=elephant&status=created&status=giraffe',
      [`status elephant is not one of [${STATUS_NAMES}]`, `status giraffe is not one of [${STATUS_NAMES}]`],
    ],
    ['?template_type=orange', ['template_type orange is not one of [sms, email, letter]']],
    ['?include_jobs=false', ['include_jobs false is not one of [true, True]']],
    ['?older_than=1234', ['older_than is not a valid UUID']],
    ['?page=3', ['Additional properties are not allowed (page was unexpected)']],
    ['?page=3&limit=1', ['Additional properties are not allowed (limit, page were unexpected)']],
    ['?a[b]=c', ['Additional properties are not allowed (a[b] was unexpected)']],
    [
      '?page=1&older_than=x&include_jobs=x&template_type=x&status=x',
      [
        `status x is not one of [${STATUS_NAMES}]`,
        'template_type x is not one of [sms, email, letter]',
        'include_jobs x is not one of [true, True]',
        'older_than is not a valid UUID',
        'Additional properties are not allowed (page was unexpected)',
      ],
    ],
  ])('%s is refused', async (query, messages) => {
    const { status, body } = await list(tenant, query);
    expect([status, body]).toEqual([400, v2Error(400, 'ValidationError', ...messages)]);
  });
});

describe('Pages', () => {
  test('Go on from the last letter to the microsecond, and lose none where times are equal', async () => {
    const tenant = await world.tenant();
    const ids: string[] = [];
    for (let made = 0; made < 6; made += 1) ids.push(await post(tenant, 'paged'));
    // Two at one microsecond, all within one millisecond.
    for (const [index, microseconds] of [1, 2, 2, 3, 3, 4].entries())
      await world.sql(
        `update letters set created_at = timestamptz '2026-01-05T12:00:00Z' + $2 * interval '1 microsecond' where id = $1`,
        ids[index],
        microseconds,
      );
    const newestFirst = idsOf(await list(tenant));
    expect(new Set(newestFirst)).toEqual(new Set(ids));
    expect(newestFirst[0]).toBe(ids[5]);
    expect(newestFirst[5]).toBe(ids[0]);
    for (const [index, id] of newestFirst.entries())
      expect(idsOf(await list(tenant, `?older_than=${id.toUpperCase()}`))).toEqual(newestFirst.slice(index + 1));
  });

  test('Have 250 letters', async () => {
    const tenant = await world.tenant();
    const id = await post(tenant, 'many');
    const columns = `service_id, client_reference, key_kind, status, sequence, last_hash, postage, print_day,
      incoming_key, incoming_sha256, incoming_bytes`;
    await world.sql(
      `insert into letters (id, reference, created_at, ${columns})
       select gen_random_uuid(), upper(substr(md5(n::text), 1, 16)), created_at - n * interval '1 second', ${columns}
       from letters, generate_series(1, 250) n where id = $1`,
      id,
    );
    const first = await list(tenant, '?reference=many');
    expect(first.body.notifications).toHaveLength(250);
    expect(first.body.notifications[0]?.id).toBe(id);
    const second = await list(tenant, new URL(first.body.links.next ?? '').search);
    expect(second.body.notifications).toHaveLength(1);
  });

  test('Have links that keep what was asked; the next one names its letter first, and an empty page has none', async () => {
    const tenant = await world.tenant();
    const reference = randomUUID();
    const id = await post(tenant, reference);
    const url = 'http://letters.example/v2/notifications';
    const query = `reference=${reference}&status=created&status=pending-virus-check`;
    const full = await list(tenant, `?${query}`);
    expect(full.body.links).toEqual({ current: `${url}?${query}`, next: `${url}?older_than=${id}&${query}` });
    const empty = await list(tenant, `?${query}&older_than=${id}`);
    expect(empty.body).toEqual({ notifications: [], links: { current: `${url}?${query}&older_than=${id}` } });
    expect((await list(tenant)).body.links.current).toBe(url);
  });
});

describe('A list', () => {
  test("Shows letters of the caller's kind of key and of no other service, whole, and no erased ones", async () => {
    const live = await world.tenant();
    const test = await world.tenant('test');
    const [id, erased] = [await post(live, 'mine'), await post(live, 'erased', 'cancelled')];
    await post(test, 'of another service');
    const { secret } = await world.services.createKey(live.service.id, { name: 'test', kind: 'test' });
    const claims = { iss: live.service.id, iat: Math.floor(NOW.getTime() / 1000) };
    const testKey = { ...live, authorization: () => `Bearer ${signToken({ secret, claims })}` };
    const tested = await post(testKey, 'with the test key');
    await world.sql(`update letters set erased_at = now(), client_reference = null where id = $1`, erased);
    const { body } = await list(live);
    const single = await request(world.app())
      .get(`/v2/notifications/${id}`)
      .set('Host', 'letters.example')
      .set('Authorization', live.authorization());
    expect(body.notifications).toEqual([single.body]);
    expect(idsOf(await list(testKey))).toEqual([tested]);
  });
});
