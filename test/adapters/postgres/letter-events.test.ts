import { sql } from 'kysely';
import { findBrokenEvent, hashOfEvent } from '../../../src/adapters/postgres/event-chain';
import { insertLetter, moveLetters, oneLetter } from '../../../src/adapters/postgres/letter-moves';
import type { LetterEvent, LetterId, ServiceId } from '../../../src/domain/letter';
import { type World, aCreatedLetter, aLetter, aPdf, aService, openWorld } from './world';

let world: World;
let service: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  service = await aService(world);
});
afterAll(() => world.close());

const rowOf = (id: LetterId) =>
  world.db.selectFrom('letters').select(['sequence', 'last_hash']).where('id', '=', id).executeTakeFirstOrThrow();

const callbacksOf = (id: LetterId) =>
  world.db
    .selectFrom('callbacks')
    .select(['sequence', 'service_id', 'status'])
    .where('letter_id', '=', id)
    .orderBy('sequence')
    .execute();

async function aListeningService(statuses: readonly string[]): Promise<ServiceId> {
  const id = await aService(world, 'with an endpoint');
  await sql`insert into callback_endpoints values (${id}, 'https://service.example/letters', 'sealed', ${statuses})`.execute(
    world.db,
  );
  return id;
}

test('Each status has its event, and each event is chained to the one before from the first on', async () => {
  const letter = await aCreatedLetter(world, service);
  await world.letters.withdraw(service, letter.id, 'the marker\ncould not be stored: ✉');
  const events = await world.letters.events(letter.id);
  expect(events.map(({ sequence, status, actor, detail }) => [sequence, status, actor, detail])).toEqual([
    [1, 'pending-virus-check', 'api', null],
    [2, 'created', 'prepare', null],
    [3, 'cancelled', 'api', 'the marker\ncould not be stored: ✉'],
  ]);
  expect(events[0]?.at).toEqual(letter.createdAt);
  let previous: LetterEvent['hash'] | '' = '';
  for (const event of events) {
    expect(event.hash).toBe(hashOfEvent(previous, letter.id, event));
    previous = event.hash;
  }
  expect(findBrokenEvent(letter.id, events)).toBeUndefined();
  expect(await rowOf(letter.id)).toEqual({ sequence: 3, last_hash: previous });
});

const changes: readonly [string, (events: readonly LetterEvent[]) => readonly LetterEvent[]][] = [
  [
    'an earlier status',
    (events) => events.map((event, index) => (index === 1 ? { ...event, status: 'sending' } : event)),
  ],
  ['an instant', (events) => events.map((event) => ({ ...event, at: new Date(event.at.getTime() + 1) }))],
  ['an actor', (events) => events.map((event) => ({ ...event, actor: 'somebody' }))],
  ['a reason', (events) => events.map((event) => ({ ...event, detail: 'another' }))],
  ['a lost event', ([first, , ...rest]) => [...(first ? [first] : []), ...rest]],
  ['two events in each other’s place', (events) => [...events].reverse()],
];
test.each(changes)('The chain shows %s', async (_what, change) => {
  const letter = await aCreatedLetter(world, service);
  await world.letters.withdraw(service, letter.id, 'withdrawn');
  expect(findBrokenEvent(letter.id, change(await world.letters.events(letter.id)))).toBeDefined();
});

test('An empty reason is no reason', async () => {
  const letter = await aCreatedLetter(world, service);
  expect(await world.letters.withdraw(service, letter.id, '')).toBe(true);
  const events = await world.letters.events(letter.id);
  expect(events.at(-1)).toMatchObject({ status: 'cancelled', detail: null });
  expect(findBrokenEvent(letter.id, events)).toBeUndefined();
});

test('A status that was not moved leaves no event behind', async () => {
  const letter = aLetter(service);
  await world.letters.accept(letter);
  await world.letters.rejected(letter.id, 'validation-failed', 'no PDF');
  expect(await world.letters.prepared(letter.id, aPdf(letter))).toBe(false);
  expect(await world.letters.events(letter.id)).toHaveLength(2);
});

test('A service with an endpoint gets a callback row for each status that it wants, with the event’s number', async () => {
  const listening = await aListeningService(['created', 'cancelled']);
  const letter = await aCreatedLetter(world, listening);
  await world.letters.withdraw(listening, letter.id, 'withdrawn');
  expect(await callbacksOf(letter.id)).toEqual([
    { sequence: 2, service_id: listening, status: 'created' },
    { sequence: 3, service_id: listening, status: 'cancelled' },
  ]);
});

test('A service without an endpoint gets no callback row', async () => {
  const letter = await aCreatedLetter(world, service);
  expect(await callbacksOf(letter.id)).toEqual([]);
});

test('Status, event and callback row stand or fall together', async () => {
  const listening = await aListeningService(['created', 'cancelled']);
  const letter = await aCreatedLetter(world, listening);
  const brokenOff = world.db.transaction().execute(async (transaction) => {
    await moveLetters(transaction, { wanted: oneLetter(letter.id), from: ['created'], to: 'cancelled', actor: 'test' });
    throw new Error('broken off');
  });
  await expect(brokenOff).rejects.toThrow('broken off');
  expect(await world.letters.find(listening, letter.id)).toMatchObject({ status: 'created' });
  expect(await world.letters.events(letter.id)).toHaveLength(2);
  expect(await callbacksOf(letter.id)).toHaveLength(1);
});

test('Of a hundred attempts at one move at once exactly one writes an event', async () => {
  const letter = await aCreatedLetter(world, service);
  const attempt = () =>
    moveLetters(world.db, { wanted: oneLetter(letter.id), from: ['created'], to: 'cancelled', actor: 'test' });
  const moved = await Promise.all(Array.from({ length: 100 }, attempt));
  expect(moved.flat()).toEqual([letter.id]);
  const events = await world.letters.events(letter.id);
  expect(events).toHaveLength(3);
  expect(findBrokenEvent(letter.id, events)).toBeUndefined();
});

test('A status that goes back, or moves without its event’s number, is refused by the table itself', async () => {
  const letter = await aCreatedLetter(world, service);
  const { db } = world;
  await expect(
    moveLetters(db, { wanted: oneLetter(letter.id), from: ['created'], to: 'pending-virus-check', actor: 'test' }),
  ).rejects.toThrow(/may not move from created/);
  await expect(sql`update letters set status = 'cancelled' where id = ${letter.id}`.execute(db)).rejects.toThrow(
    /may not move from created/,
  );
});

test('An actor cannot forge the lines of a hash', async () => {
  await expect(insertLetter(world.db, aLetter(service), 'api\nforged')).rejects.toThrow(/letter_events_actor_check/);
});
