/** In which order *prepare* is given the letters of several services. */
import { assert, array, asyncProperty, integer } from 'fast-check';
import { prepareShardOf } from '../../../src/contract';
import type { LetterId, NewPrecompiledLetter, ServiceId } from '../../../src/domain/letter';
import { ACCEPTED_AT, type World, aLetter, aLetterId, aService, openWorld } from './world';

let world: World;
let passports: ServiceId;
let visas: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  [passports, visas] = [await aService(world, 'Passports'), await aService(world, 'Visas')];
});
afterEach(() => refuseAll());
afterAll(() => world.close());

const SHARD = 2;
const PAGE = 50;

function anIdOfTheShard(): LetterId {
  let id = aLetterId();
  while (prepareShardOf(id) !== SHARD) id = aLetterId();
  return id;
}

/** Accepted so many milliseconds after the others. */
async function accepted(service: ServiceId, at: number, id = anIdOfTheShard()): Promise<NewPrecompiledLetter> {
  const letter = aLetter(service, { id, createdAt: new Date(ACCEPTED_AT.getTime() + at) });
  await world.letters.accept(letter);
  return letter;
}

const page = async (limit = PAGE) => (await world.letters.pending(SHARD, limit)).map(({ id }) => id);
const idsOf = (letters: readonly NewPrecompiledLetter[]) => letters.map(({ id }) => id);

/** Then none waits in the shard. */
async function refuseAll(): Promise<void> {
  for (const { id } of await world.letters.pending(SHARD, 1_000))
    await world.letters.rejected(id, 'validation-failed', 'letter-too-long');
}

test('A service with a single letter does not wait for the 200 older ones of another', async () => {
  const many: NewPrecompiledLetter[] = [];
  for (let at = 0; at < 200; at += 1) many.push(await accepted(passports, at));
  const one = await accepted(visas, 1_000);
  const [first, ...others] = many.slice(0, PAGE - 1);
  expect(await page()).toEqual([first?.id, one.id, ...idsOf(others)]);
});

test('A service alone has the whole page, its oldest letters first', async () => {
  const letters: NewPrecompiledLetter[] = [];
  for (let at = 60; at > 0; at -= 1) letters.unshift(await accepted(visas, at));
  expect(await page()).toEqual(idsOf(letters.slice(0, PAGE)));
});

const byAge = (one: NewPrecompiledLetter, other: NewPrecompiledLetter) =>
  one.createdAt.getTime() - other.createdAt.getTime() || (one.id < other.id ? -1 : 1);

/** As a person would deal them out: the oldest of each service, then the second of each, and so on. */
function dealt(services: readonly (readonly NewPrecompiledLetter[])[]): readonly LetterId[] {
  const waiting = services.map((letters) => letters.toSorted(byAge));
  const longest = Math.max(0, ...waiting.map(({ length }) => length));
  const rounds = Array.from({ length: longest }, (_, turn) => waiting.flatMap((letters) => letters[turn] ?? []));
  return rounds.flatMap((round) => idsOf(round.toSorted(byAge)));
}

test('Whatever waits, services take turns, each with its oldest letter, and no letter of another shard is among them', async () => {
  const services: ServiceId[] = [passports, visas];
  while (services.length < 5) services.push(await aService(world));
  const ages = array(array(integer({ min: 0, max: 5 }), { maxLength: 7 }), { maxLength: services.length });
  await assert(
    asyncProperty(ages, integer({ min: 1, max: 20 }), async (agesOf, limit) => {
      const letters: NewPrecompiledLetter[] = [];
      for (const [index, service] of services.entries())
        for (const age of agesOf[index] ?? []) letters.push(await accepted(service, age, aLetterId()));
      const ofShard = letters.filter(({ id }) => prepareShardOf(id) === SHARD);
      const found = await page(limit);
      await refuseAll();
      const expected = dealt(services.map((service) => ofShard.filter(({ serviceId }) => serviceId === service)));
      expect(found).toEqual(expected.slice(0, limit));
    }),
    { numRuns: 30 },
  );
});
