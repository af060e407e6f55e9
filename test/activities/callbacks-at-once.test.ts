import { sql } from 'kysely';
import type { ActivityDependencies } from '../../src/activities/dependencies';
import { createCallbackSender } from '../../src/adapters/http/create-callback-sender';
import { createCallbackStore } from '../../src/adapters/postgres/callback-store';
import { replayCallbacks } from '../../src/adapters/postgres/callback-replay';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createTickets } from '../../src/adapters/postgres/tickets';
import { eventually } from '../support/eventually';
import { aServiceThatHears, setTheCallbacks } from './callback-scene';
import { anAcceptedLetter, force, openTickets } from './arrange';
import { OWNER_SEALING_KEY, must, run } from './world';

const MINUTE = 60_000;
const { world, now, later, send, look, manyLetters, rowsOf, onlyRow, everything } = setTheCallbacks();
/** Activities whose calls wait as long as a test needs. */
const patient = (changes: Partial<ActivityDependencies> = {}) =>
  world().activitiesOn(world().ports, {
    sender: createCallbackSender({ allowPrivate: true, patienceMs: 120_000 }),
    ...changes,
  });

describe('Two at once, and one that dies', () => {
  it('Two attempts of a page never send the same callback', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    receiver.always({ kind: 'status', status: 200, delayMs: 50 });
    await manyLetters(service, 40);
    const results = await Promise.all([send(service), send(service), send(service)]);
    expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(40);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
  });

  it('A worker that dies between the call and its record leaves the callback to another, which sends it by the same id', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 2);
    const record = () => Promise.reject(new Error('the worker died'));
    const dying = world().activitiesOn({ ...world().ports, callbacks: { ...world().callbacks, record } });
    await expect(send(service, dying)).rejects.toThrow('the worker died');
    expect(await send(service)).toMatchObject({ delivered: 0 });
    later(2 * MINUTE);
    expect(await send(service)).toMatchObject({ delivered: 2 });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
  });

  it('One that comes back late changes nothing that another has written, unless it did deliver', async () => {
    const { service } = await aServiceThatHears(world());
    await manyLetters(service, 1);
    const takeNow = async () =>
      must(await world().callbacks.take(service, now(), new Date(now().getTime() + MINUTE), 10));
    const first = await takeNow();
    later(MINUTE);
    const second = await takeNow();
    const { letterId, sequence } = must(first.callbacks[0]);
    const outcome = { letterId, sequence, answer: 'HTTP 500' };
    const again = { ...outcome, result: { kind: 'again' as const, dueAt: new Date(now().getTime() + 9 * MINUTE) } };
    await world().callbacks.record([again], first, now());
    expect((await onlyRow(service)).due_at).toEqual(second.leasedUntil);
    const exhausted = { ...outcome, result: { kind: 'exhausted' as const, cause: 'refused' as const } };
    await world().callbacks.record([exhausted], second, now());
    expect((await onlyRow(service)).exhausted_cause).toBe('refused');
    await world().callbacks.record([{ ...outcome, result: { kind: 'delivered' } }], first, now());
    expect(await onlyRow(service)).toMatchObject({ delivered_at: now(), exhausted_at: null, exhausted_cause: null });
  });

  it('What was answered is written while others of the page still wait', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 2);
    receiver.next({ kind: 'held' });
    const page = send(service, patient());
    await eventually(async () => (await rowsOf(service)).filter((row) => row.delivered_at !== null).length === 1);
    expect(receiver.held()).toBe(1);
    receiver.letGo();
    expect(await page).toMatchObject({ delivered: 2 });
  });

  it('A hundred calls under way at once hold no connection of a pool of ten', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    receiver.always({ kind: 'held' });
    await manyLetters(service, 100);
    const pool = createDatabase({ url: world().url, max: 10, waitMs: 5_000 });
    const callbacks = createCallbackStore(pool.db, OWNER_SEALING_KEY);
    const activities = patient({ callbacks, tickets: createTickets(pool.db, { error: () => undefined }) });
    const { pages } = await run(activities, 'lookForCallbacks', { serviceId: service });
    expect(pages).toBe(2);
    const sent = Promise.all(Array.from({ length: pages }, () => send(service, activities)));
    await eventually(() => receiver.held() === 100);
    expect(pool.connections()).toMatchObject({ waiting: 0 });
    expect(pool.connections().idle).toBe(pool.connections().total);
    // All ten of them, one for each of these that holds on to its own.
    const others = Array.from({ length: 10 }, () => sql`select pg_sleep(0.05)`.execute(pool.db));
    await Promise.all(others);
    expect(receiver.held()).toBe(100);
    receiver.letGo();
    const results = await sent;
    expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(100);
    await pool.close();
  });

  it('Two replays at once replay each status once', async () => {
    const { service, receiver } = await aServiceThatHears(world());
    await manyLetters(service, 3);
    await send(service);
    const stores = [world().others.callbacks, createCallbackStore(world().tables, Buffer.alloc(32))];
    const counts = await Promise.all(stores.map((store) => store.replay(service, everything(), now())));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await send(service)).toMatchObject({ delivered: 3 });
    expect(receiver.received).toHaveLength(6);
  });

  it('A replay of many letters goes through them in pages, each status once and none left out', async () => {
    const { service } = await aServiceThatHears(world());
    await manyLetters(service, 7);
    for (const lettersAtOnce of [1, 3, 7, 50]) {
      await send(service);
      const replayed = replayCallbacks(world().tables, service, everything(), now(), lettersAtOnce);
      expect(await replayed).toBe(7);
      expect((await rowsOf(service)).every((row) => row.delivered_at === null)).toBe(true);
    }
  });

  it('A letter is replayed alone, and an erased one not at all', async () => {
    const { service } = await aServiceThatHears(world());
    const [one, erased] = [await anAcceptedLetter(world(), service), await anAcceptedLetter(world(), service)];
    await send(service);
    await force(world(), sql`update letters set status = 'cancelled', erased_at = now() where id = ${erased.id}`);
    const replay = (letterId: typeof one.id, failed = false) =>
      world().others.callbacks.replay(service, { kind: 'letter', letterId, failed }, now());
    expect(await replay(one.id, true)).toBe(0);
    expect(await replay(one.id)).toBe(1);
    expect(await replay(erased.id)).toBe(0);
  });
});

it('An endpoint that only fails is left alone ever longer, and gets one page at a time', async () => {
  const { service, receiver } = await aServiceThatHears(world());
  receiver.always({ kind: 'status', status: 500 });
  await manyLetters(service, 101);
  expect(await look(service)).toMatchObject({ pages: 2 });
  await send(service);
  expect(await look(service)).toEqual({ pages: 0, waitMs: 5_000 });
  later(5_000);
  expect(await look(service)).toMatchObject({ pages: 1 });
  await send(service);
  expect(await look(service)).toEqual({ pages: 0, waitMs: 10_000 });
  later(10_000);
  receiver.always({ kind: 'status', status: 200 });
  await send(service);
  later(MINUTE);
  expect((await look(service)).pages).toBe(2);
});

describe('An endpoint that is given another address while calls are under way', () => {
  it.each([
    ['410', 410, {}],
    ['401', 401, {}],
    ['429 with a day of patience', 429, { 'retry-after': '86400' }],
    ['503', 503, {}],
  ])('is not judged by what the old one answers then: %s', async (_, status, headers) => {
    const { service, receiver } = await aServiceThatHears(world());
    const { receiver: newer } = await aServiceThatHears(world());
    await manyLetters(service, 3);
    receiver.always({ kind: 'held', status, headers });
    const page = send(service, patient());
    await eventually(() => receiver.held() === 3);
    await world().others.callbacks.saveEndpoint(service, { url: newer.url, statuses: ['pending-virus-check'] });
    receiver.letGo();
    expect(await page).toMatchObject({ delivered: 0 });
    expect(await world().callbacks.endpoint(service)).toMatchObject({ stoppedAt: null });
    expect(await world().callbacks.standing(service)).toMatchObject({ waiting: 3, exhausted: 0, pausedUntil: null });
    expect(await openTickets(world(), `callbacks-stopped:${service}`)).toEqual([]);
    expect(await openTickets(world(), `callbacks-exhausted:${service}.refused`)).toEqual([]);
    later(MINUTE);
    expect(await send(service)).toMatchObject({ delivered: 3 });
    expect(newer.received).toHaveLength(3);
  });
});

it('Services with callbacks that nobody has tried are named, but for one that asked to be left alone', async () => {
  const { service, receiver } = await aServiceThatHears(world());
  await manyLetters(service, 1);
  expect(await world().callbacks.untried()).toContain(service);
  receiver.next({ kind: 'status', status: 429, headers: { 'retry-after': '86400' } });
  await send(service);
  await manyLetters(service, 1);
  expect(await world().callbacks.untried()).not.toContain(service);
  await force(
    world(),
    sql`update callback_endpoints set paused_until = now() - interval '1 second' where service_id = ${service}`,
  );
  expect(await world().callbacks.untried()).toContain(service);
});

it('The outbox tells no service of a letter of another, whatever stands in it', async () => {
  const { service, receiver } = await aServiceThatHears(world());
  const { service: other } = await aServiceThatHears(world());
  await manyLetters(other, 1);
  await force(world(), sql`update callbacks set service_id = ${service} where service_id = ${other}`);
  await send(service);
  expect(receiver.received).toEqual([]);
});
