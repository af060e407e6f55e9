/** Idempotency-Key: letters-api §13. */
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import { createRetention } from '../../src/adapters/postgres/retention';
import type { ApiDependencies } from '../../src/api/dependencies';
import { type LetterId, parseLetterId } from '../../src/domain/letter';
import type { IdempotencyStore, LetterStore } from '../../src/ports';
import { describePoint, recordCalls, withFault } from '../support/faults';
import { keysOf, letters, objects, putFailing, rowsOf } from './stores';
import { type Tenant, type World, createWorld, postLetter, precompiled, v2Error } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());

let keys = 0;
const aKey = () => `request ${(keys += 1)}`;

type Changes = Partial<ApiDependencies>;
const send = (key: string, body: object = precompiled({ reference: key }), changes: Changes = {}, caller = tenant) =>
  postLetter(world.app(changes), caller, body).set('Idempotency-Key', key);

const idOf = (answer: { body: unknown }): LetterId => {
  const id = parseLetterId((answer.body as { id: string }).id);
  if (!id) throw new Error('the answer has no id');
  return id;
};

const markersOf = async (id: LetterId) => (await keysOf(world, 'accepted/')).filter((key) => key.includes(id));

/** The second answer is the first one again, of one letter, which is accepted with its marker. */
async function expectReplay(key: string, id?: LetterId): Promise<void> {
  const again = await send(key);
  expect(again.status).toBe(201);
  expect(again.headers['idempotency-replayed']).toBe('true');
  expect(await rowsOf(world, key)).toMatchObject([{ id: id ?? idOf(again), status: 'pending-virus-check' }]);
  expect(idOf(again)).toBe(id ?? idOf(again));
  expect(await markersOf(idOf(again))).toHaveLength(1);
}

test('The same key with the same body is answered as the first time, and makes no second letter', async () => {
  const key = aKey();
  const before = (await keysOf(world)).length;
  const first = await send(key);
  expect(first.status).toBe(201);
  expect(first.headers).not.toHaveProperty('idempotency-replayed');
  const again = await send(key);
  expect(again.text).toBe(first.text);
  await expectReplay(key, idOf(first));
  expect(await keysOf(world)).toHaveLength(before + 2);
});

test('The same key with another body is refused, and makes no letter', async () => {
  const key = aKey();
  await send(key);
  const other = await send(key, precompiled({ reference: 'another' }));
  const message = 'Idempotency-Key was used before, with another body';
  expect(other.body).toEqual(v2Error(409, 'IdempotencyKeyReuseError', message));
  expect(other.status).toBe(409);
  expect(await rowsOf(world, 'another')).toEqual([]);
});

test('A key belongs to its service and to the kind of API key', async () => {
  const key = aKey();
  const callers = [tenant, await world.keyOf(tenant.service, 'test'), await world.tenant()];
  const ids = new Set<LetterId>();
  for (const caller of callers) ids.add(idOf(await send(key, undefined, {}, caller)));
  expect(ids.size).toBe(3);
});

test('Twenty requests with one key at one moment make one letter, and all get its answer', async () => {
  const key = aKey();
  const before = (await keysOf(world)).length;
  const answers = await Promise.all(Array.from({ length: 20 }, () => send(key)));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201));
  expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
  expect(answers.filter(({ headers }) => 'idempotency-replayed' in headers)).toHaveLength(19);
  expect(await rowsOf(world, key)).toHaveLength(1);
  expect(await keysOf(world)).toHaveLength(before + 2);
});

test.each([
  ['255 characters', 'k'.repeat(255), 201],
  ['256 characters', 'k'.repeat(256), 400],
  ['no character', '', 400],
  ['a tab inside', 'a\tb', 400],
  ['a character outside of ASCII', 'caf\u00e9', 400],
])('A key of %s', async (_case, key, status) => {
  const answer = await send(key, precompiled({ reference: 'odd key' }));
  expect(answer.status).toBe(status);
  const message = 'Idempotency-Key must have 1 to 255 printable characters';
  if (status === 400) expect(answer.body).toEqual(v2Error(400, 'ValidationError', message));
});

test('A refused request takes no key', async () => {
  const key = aKey();
  expect((await send(key, {})).status).toBe(400);
  expect((await send(key)).status).toBe(201);
});

test('A repeated request is answered though the day’s limit is reached meanwhile', async () => {
  const caller = await world.tenant();
  await world.services.update(caller.service.id, { dailyLimit: 1 });
  const key = aKey();
  expect((await send(key, undefined, {}, caller)).status).toBe(201);
  expect((await send(key, undefined, {}, caller)).headers['idempotency-replayed']).toBe('true');
  expect((await send(aKey(), undefined, {}, caller)).status).toBe(429);
});

test('A key is kept as long as its letter, and no table says what it was', async () => {
  const key = aKey();
  const id = idOf(await send(key));
  const [row] = await world.sql('select * from idempotency_keys where letter_id = $1', id);
  expect(row).toMatchObject({ marker: null });
  expect(Object.values(row ?? {}).filter((value) => value === key)).toEqual([]);
  await createLetterStore(world.owner).rejected(id, 'validation-failed', 'unable-to-read-the-file');
  await expect(send(key)).resolves.toMatchObject({ status: 201, text: expect.stringContaining(id) as unknown });
  await createRetention(world.owner).lettersErased([id], new Date());
  const next = await send(key);
  expect(next.headers).not.toHaveProperty('idempotency-replayed');
  expect(idOf(next)).not.toBe(id);
});

describe('Whatever one request dies of, the next with its key makes the letter, or finds it', () => {
  type Ports = Pick<ApiDependencies, 'letters' | 'idempotency' | 'objects'>;
  const portsOf = ({ deps }: World): Ports => ({
    letters: deps.letters,
    idempotency: deps.idempotency,
    objects: deps.objects,
  });

  test('every call, before and after, with the process dead from then on', async () => {
    const { ports, calls } = recordCalls(portsOf(world));
    await send(aKey(), undefined, ports);
    const points = calls.flatMap((call) => [
      { ...call, when: 'before' as const },
      { ...call, when: 'after' as const },
    ]);
    expect(points.length).toBeGreaterThanOrEqual(10);
    for (const point of points) {
      const key = `${describePoint(point)} ${aKey()}`;
      const faulty = withFault(portsOf(world), point, 'dies');
      await send(key, undefined, faulty.ports);
      expect([describePoint(point), faulty.struck()]).toEqual([describePoint(point), true]);
      const answer = await send(key);
      expect(answer.status).toBe(201);
      expect(await rowsOf(world, key)).toMatchObject([{ id: idOf(answer), status: 'pending-virus-check' }]);
      expect(await markersOf(idOf(answer))).toHaveLength(1);
      await expectReplay(key, idOf(answer));
    }
  });

  test('The marker is never stored: the letter is taken back, and the key is free', async () => {
    const key = aKey();
    const broken = objects(world, putFailing(world, 'accepted/'));
    expect((await send(key, undefined, broken)).status).toBe(500);
    const next = await send(key);
    expect(next.headers).not.toHaveProperty('idempotency-replayed');
    expect((await rowsOf(world, key)).map(({ status }) => status).sort()).toEqual(['cancelled', 'pending-virus-check']);
    await expectCancelledOnly(key, idOf(next));
  });

  async function expectCancelledOnly(key: string, kept: LetterId): Promise<void> {
    for (const { id, status } of await rowsOf(world, key)) {
      expect([id, status]).toEqual([id, id === kept ? 'pending-virus-check' : 'cancelled']);
      expect(await markersOf(id)).toHaveLength(id === kept ? 1 : 0);
    }
  }

  test('A second request stores the marker that the first cannot: both are answered with the one letter', async () => {
    const key = aKey();
    const withdraw: LetterStore['withdraw'] = async (...call) => {
      await expectReplay(key);
      return world.deps.letters.withdraw(...call);
    };
    const broken = { ...objects(world, putFailing(world, 'accepted/')), ...letters(world, { withdraw }) };
    const first = await send(key, undefined, broken);
    expect(first.status).toBe(201);
    await expectReplay(key, idOf(first));
  });

  test('The first takes its letter back while a second one stores the marker: the second makes a letter of its own', async () => {
    const key = aKey();
    await send(
      key,
      undefined,
      withFault(portsOf(world), { port: 'letters', method: 'accept', call: 1, when: 'after' }, 'dies').ports,
    );
    const [first] = await rowsOf(world, key);
    if (!first) throw new Error('the first request left no row');
    const marked: IdempotencyStore['marked'] = async (service, id) => {
      if (id === first.id) await world.deps.letters.withdraw(service, id, 'its acceptance marker could not be stored');
      return world.deps.idempotency.marked(service, id);
    };
    const second = await send(key, undefined, { idempotency: { ...world.deps.idempotency, marked } });
    expect(second.status).toBe(201);
    expect(idOf(second)).not.toBe(first.id);
    await expectCancelledOnly(key, idOf(second));
  });
});
