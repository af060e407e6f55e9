import { sql } from 'kysely';
import type { ActivityDependencies } from '../../src/activities/dependencies';
import { createCallbackSender } from '../../src/adapters/http/create-callback-sender';
import { createCallbackStore } from '../../src/adapters/postgres/callback-store';
import { createDatabase } from '../../src/adapters/postgres/pool';
import { createTickets } from '../../src/adapters/postgres/tickets';
import type { ServiceId } from '../../src/domain/letter';
import { eventually } from '../support/eventually';
import { aServiceThatHears, closeReceivers } from './callback-scene';
import { anAcceptedLetter, force } from './arrange';
import { OWNER_SEALING_KEY, type World, must, openWorld, run } from './world';

const MINUTE = 60_000;
let world: World;
let now: Date;
beforeAll(async () => void (world = await openWorld()));
beforeEach(() => setNow(Date.now() + MINUTE)); // after what the database stamps
afterEach(closeReceivers);
afterAll(() => world.close());

const setNow = (ms: number) => world.setNow((now = new Date(ms)));
const later = (ms: number) => setNow(now.getTime() + ms);
const send = (serviceId: ServiceId, activities = world.activities) => run(activities, 'sendCallbacks', { serviceId });
const look = (serviceId: ServiceId) => run(world.activities, 'lookForCallbacks', { serviceId });
const manyLetters = async (service: ServiceId, count: number) => {
  for (let made = 0; made < count; made += 1) await anAcceptedLetter(world, service, { clientReference: 'case-7' });
};
const rowsOf = (service: ServiceId) =>
  world.tables.selectFrom('callbacks').selectAll().where('service_id', '=', service).orderBy('created_at').execute();
/** Activities whose calls wait as long as a test needs. */
const patient = (changes: Partial<ActivityDependencies> = {}) =>
  world.activitiesOn(world.ports, {
    sender: createCallbackSender({ allowPrivate: true, patienceMs: 120_000 }),
    ...changes,
  });
const onlyRow = async (service: ServiceId) => must((await rowsOf(service))[0]);

describe('Two at once, and one that dies', () => {
  it('Two attempts of a page never send the same callback', async () => {
    const { service, receiver } = await aServiceThatHears(world);
    receiver.always({ kind: 'status', status: 200, delayMs: 50 });
    await manyLetters(service, 40);
    const results = await Promise.all([send(service), send(service), send(service)]);
    expect(results.reduce((sum, { delivered }) => sum + delivered, 0)).toBe(40);
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([40, 40]);
  });

  it('A worker that dies between the call and its record leaves the callback to another, which sends it by the same id', async () => {
    const { service, receiver } = await aServiceThatHears(world);
    await manyLetters(service, 2);
    const record = () => Promise.reject(new Error('the worker died'));
    const dying = world.activitiesOn({ ...world.ports, callbacks: { ...world.callbacks, record } });
    await expect(send(service, dying)).rejects.toThrow('the worker died');
    expect(await send(service)).toMatchObject({ delivered: 0 });
    later(2 * MINUTE);
    expect(await send(service)).toMatchObject({ delivered: 2 });
    const ids = receiver.received.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([4, 2]);
  });

  it('One that comes back late changes nothing that another has written, unless it did deliver', async () => {
    const { service } = await aServiceThatHears(world);
    await manyLetters(service, 1);
    const takeNow = async () => must(await world.callbacks.take(service, now, new Date(now.getTime() + MINUTE), 10));
    const first = await takeNow();
    later(MINUTE);
    const second = await takeNow();
    const { letterId, sequence } = must(first.callbacks[0]);
    const outcome = { letterId, sequence, answer: 'HTTP 500' };
    const again = { ...outcome, result: { kind: 'again' as const, dueAt: new Date(now.getTime() + 9 * MINUTE) } };
    await world.callbacks.record([again], first.leasedUntil, now);
    expect((await onlyRow(service)).due_at).toEqual(second.leasedUntil);
    const exhausted = { ...outcome, result: { kind: 'exhausted' as const, cause: 'refused' as const } };
    await world.callbacks.record([exhausted], second.leasedUntil, now);
    expect((await onlyRow(service)).exhausted_cause).toBe('refused');
    await world.callbacks.record([{ ...outcome, result: { kind: 'delivered' } }], first.leasedUntil, now);
    expect(await onlyRow(service)).toMatchObject({ delivered_at: now, exhausted_at: null, exhausted_cause: null });
  });

  it('What was answered is written while others of the page still wait', async () => {
    const { service, receiver } = await aServiceThatHears(world);
    await manyLetters(service, 2);
    receiver.next({ kind: 'held' });
    const page = send(service, patient());
    await eventually(async () => (await rowsOf(service)).filter((row) => row.delivered_at !== null).length === 1);
    expect(receiver.held()).toBe(1);
    receiver.letGo();
    expect(await page).toMatchObject({ delivered: 2 });
  });

  it('A hundred calls under way at once hold no connection of a pool of ten', async () => {
    const { service, receiver } = await aServiceThatHears(world);
    receiver.always({ kind: 'held' });
    await manyLetters(service, 100);
    const pool = createDatabase({ url: world.url, max: 10, waitMs: 5_000 });
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
    const { service, receiver } = await aServiceThatHears(world);
    await manyLetters(service, 3);
    await send(service);
    const scope = { kind: 'range', from: new Date(0), until: new Date(now.getTime() + MINUTE), failed: false } as const;
    const stores = [world.others.callbacks, createCallbackStore(world.tables, Buffer.alloc(32))];
    const counts = await Promise.all(stores.map((store) => store.replay(service, scope, now)));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await send(service)).toMatchObject({ delivered: 3 });
    expect(receiver.received).toHaveLength(6);
  });

  it('A letter is replayed alone, and an erased one not at all', async () => {
    const { service } = await aServiceThatHears(world);
    const [one, erased] = [await anAcceptedLetter(world, service), await anAcceptedLetter(world, service)];
    await send(service);
    await force(world, sql`update letters set status = 'cancelled', erased_at = now() where id = ${erased.id}`);
    const replay = (letterId: typeof one.id, failed = false) =>
      world.others.callbacks.replay(service, { kind: 'letter', letterId, failed }, now);
    expect(await replay(one.id, true)).toBe(0);
    expect(await replay(one.id)).toBe(1);
    expect(await replay(erased.id)).toBe(0);
  });
});

it('An endpoint that only fails is left alone ever longer, and gets one page at a time', async () => {
  const { service, receiver } = await aServiceThatHears(world);
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
