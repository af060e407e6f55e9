import type { ServiceId } from '../../../src/domain/letter';
import { type World, aLetter, aPdf, aService, openWorld } from './world';

let world: World;
let passports: ServiceId;

beforeAll(async () => {
  world = await openWorld();
  passports = await aService(world, 'Passports');
});
afterAll(() => world.close());

test('What was read on a letter is kept with it, and abroad its zone is its postage', async () => {
  const letter = aLetter(passports, { postage: 'first' });
  await world.letters.accept(letter);
  const found = { lines: ['Mx One', '1 Rue', 'France'], zone: 'europe', postage: 'europe' } as const;
  expect(await world.letters.prepared(letter.id, aPdf(letter), found)).toBe(true);
  expect(await world.letters.find(passports, letter.id)).toMatchObject({ status: 'created', postage: 'europe' });
  const kept = await world.db
    .selectFrom('letters')
    .select(['address_lines', 'zone'])
    .where('id', '=', letter.id)
    .execute();
  expect(kept).toEqual([{ address_lines: found.lines, zone: 'europe' }]);
});

test('A refused letter keeps its pages and those at fault', async () => {
  const letter = aLetter(passports);
  await world.letters.accept(letter);
  const found = { pages: 3, pagesAtFault: [1, 3], because: null };
  await world.letters.rejected(letter.id, 'validation-failed', 'content-outside-printable-area', found);
  expect(await world.letters.find(passports, letter.id)).toMatchObject({
    pages: 3,
    pagesAtFault: [1, 3],
    failureDetail: null,
  });
});
