import { sql } from 'kysely';
import { pageAfter } from '../../../src/adapters/postgres/run-plan';
import { POSTAGES } from '../../../src/domain/postage';
import {
  ACCEPTED_AT,
  CUT_OFF_AT,
  LIMITS,
  type World,
  aCreatedLetter,
  aHold,
  aLetter,
  aLetterId,
  aService,
  claimAll,
  manyCreatedLetters,
  openRun,
  openStores,
  openWorld,
} from './world';

let world: World;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const at = (offsetMs: number) => new Date(ACCEPTED_AT.getTime() + offsetMs);
const below = (limit: number) => Math.floor(Math.random() * limit);

test.each([1, 2, 3])('What is planned is what is then claimed: arrangement %i', async () => {
  const first = await aService(world);
  const services = [first, await aService(world), await aService(world), await aService(world)];
  for (let index = 0; index < 120; index += 1) {
    const postage = POSTAGES[below(POSTAGES.length)] ?? 'first';
    const createdAt = below(6) === 0 ? new Date(CUT_OFF_AT.getTime() + below(2)) : at(below(50));
    await aCreatedLetter(world, services[below(4)] ?? first, { postage, bytes: 1 + below(900), createdAt });
  }
  await manyCreatedLetters(world.db, first, 5_100, { postage: 'second' });
  await world.holds.place(aHold({ serviceId: services[3] ?? null }));
  await world.holds.place(aHold({ postage: POSTAGES[below(5)] ?? null }));
  await world.holds.place(aHold({ serviceId: services[1] ?? null, postage: POSTAGES[below(5)] ?? null }));
  const limits = { maxBytes: 500 + below(1_000_000), maxLetters: 40 + below(3_000) };
  const plan = await world.batches.plan(CUT_OFF_AT, limits);
  const claimed = await claimAll(world, await openRun(world), limits);
  expect(plan.batches).toEqual(
    claimed.map(({ serviceId, postage, letters, pdfBytes }) => ({ serviceId, postage, letters, bytes: pdfBytes })),
  );
  const planned = plan.batches.reduce((sum, { letters }) => sum + letters, 0);
  expect(planned + plan.leftOut['after-cut-off'].letters + plan.leftOut.held.letters).toBe(5_220);
});

test('Each letter left out is named with why, a hundred at most, and counted exactly; nothing is written', async () => {
  const [service, held] = [await aService(world), await aService(world)];
  const batched = await aCreatedLetter(world, service);
  const [batch] = await claimAll(world, await openRun(world));
  const pending = aLetter(service);
  const late = aLetter(service, { createdAt: CUT_OFF_AT });
  for (const letter of [pending, late, aLetter(service, { keyKind: 'test' })]) await world.letters.accept(letter);
  await manyCreatedLetters(world.db, held, 150);
  const { hold } = await world.holds.place(aHold({ serviceId: held }));
  const reader = openStores({ url: world.urlAs('postroom_operator') });
  const plan = await reader.batches.plan(CUT_OFF_AT, LIMITS);
  await reader.close();
  expect(plan).toMatchObject({
    batches: [],
    testLetters: 1,
    leftOut: {
      'being-prepared': { letters: 1, named: [{ id: pending.id, reference: pending.reference }] },
      'after-cut-off': { letters: 1, named: [{ id: late.id }] },
      'in-open-batch': { letters: 1, named: [{ id: batched.id, batchId: batch?.id }] },
      held: { letters: 150 },
    },
  });
  expect(plan.leftOut.held.named).toHaveLength(100);
  expect(plan.leftOut.held.named[0]).toMatchObject({ holdId: hold.id });
});

test('The plan reads by the index of the claim, even with the statistics of a quiet morning', async () => {
  const service = await aService(world);
  await manyCreatedLetters(world.db, service, 3_000);
  await sql`update letters set status = 'delivered', sequence = 2`.execute(world.db);
  await sql`vacuum analyze letters`.execute(world.db);
  await manyCreatedLetters(world.db, service, 12_000);
  const after = { serviceId: service, postage: 'first', createdAt: ACCEPTED_AT, id: aLetterId() } as const;
  for (const page of [pageAfter(undefined), pageAfter(after)]) {
    const { rows } = await sql<Record<string, string>>`explain ${page}`.execute(world.db);
    const shown = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(shown).toContain('Index Scan using letters_to_claim');
    expect(shown).not.toContain('Sort');
  }
});
