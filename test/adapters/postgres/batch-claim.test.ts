import type { BatchId } from '../../../src/domain/batch';
import type { LetterId, ServiceId } from '../../../src/domain/letter';
import {
  ACCEPTED_AT,
  CUT_OFF_AT,
  LIMITS,
  type Stores,
  type World,
  aCreatedLetter,
  aHold,
  aLetter,
  aPdf,
  aService,
  claimAll,
  manyCreatedLetters,
  openRun,
  openStores,
  openWorld,
} from './world';

/** A database for each test, as a claim takes whatever is there; claims run with the worker's own rights. */
let world: World;
let worker: Stores;
beforeEach(async () => {
  world = await openWorld();
  worker = openStores({ url: world.urlAs('postroom_worker') });
});
afterEach(async () => {
  await worker.close();
  await world.close();
});

const lettersOf = async (id: BatchId): Promise<readonly LetterId[]> =>
  (await world.batches.letters(id)).map((letter) => letter.id);

const at = (offsetMs: number) => new Date(ACCEPTED_AT.getTime() + offsetMs);

const holding = async (id: LetterId) =>
  await world.db.selectFrom('letters').select(['status', 'batch_id']).where('id', '=', id).executeTakeFirstOrThrow();

test('Letters are batched by service and class, in order of acceptance, and numbered within both', async () => {
  const services = [await aService(world), await aService(world)].sort();
  const [first = '' as ServiceId, second = '' as ServiceId] = services;
  const late = await aCreatedLetter(world, first, { createdAt: at(5) });
  const early = await aCreatedLetter(world, first, { createdAt: at(1) });
  const fast = await aCreatedLetter(world, first, { postage: 'first', createdAt: at(9) });
  const other = await aCreatedLetter(world, second, { createdAt: at(0) });
  const run = await openRun(worker);
  const batches = await claimAll(worker, run, { ...LIMITS, maxLetters: 1 });
  expect(await Promise.all(batches.map(({ id }) => lettersOf(id)))).toEqual([
    [fast.id],
    [early.id],
    [late.id],
    [other.id],
  ]);
  expect(batches.map(({ position, serviceId, postage, number }) => [position, serviceId, postage, number])).toEqual([
    [1, first, 'first', 1],
    [2, first, 'second', 1],
    [3, first, 'second', 2],
    [4, second, 'second', 1],
  ]);
  expect(batches[2]).toMatchObject({
    id: `2026-03-02.1.2.002.${first}`,
    state: 'claimed',
    version: 1,
    letters: 1,
    pdfBytes: 1_000,
    zip: null,
    temp: null,
    held: false,
    parkedReason: null,
  });
  expect(await world.batches.ofRun(run.day, 1, 2, 1)).toEqual([batches[2]]);
  expect(await holding(late.id)).toEqual({ status: 'created', batch_id: batches[2]?.id });
});

test('A batch closes before the letter that would take it over a limit', async () => {
  const service = await aService(world);
  for (const [index, bytes] of [400, 600, 300, 2_000, 100].entries())
    await aCreatedLetter(world, service, { bytes, createdAt: at(index) });
  const batches = await claimAll(worker, await openRun(worker), { maxBytes: 1_000, maxLetters: 2 });
  expect(batches.map(({ pdfBytes }) => pdfBytes)).toEqual([1_000, 300, 2_000, 100]);
});

test('A run takes all that was accepted before its cut-off and no earlier run took, whatever its print day', async () => {
  const service = await aService(world);
  const forgotten = await aCreatedLetter(world, service, { createdAt: new Date('2026-02-20T10:00:00.000Z') });
  const inTime = await aCreatedLetter(world, service, { createdAt: new Date(CUT_OFF_AT.getTime() - 1) });
  const tooLate = await aCreatedLetter(world, service, { createdAt: CUT_OFF_AT });
  const [batch, ...more] = await claimAll(worker, await openRun(worker));
  expect(batch && (await lettersOf(batch.id))).toEqual([forgotten.id, inTime.id]);
  expect(more).toEqual([]);
  expect(await holding(tooLate.id)).toEqual({ status: 'created', batch_id: null });
});

test('Test letters, letters still to be prepared and letters of held services are left alone', async () => {
  const service = await aService(world);
  await world.letters.accept(aLetter(service));
  await aCreatedLetter(world, service, { keyKind: 'test' });
  const held = await aService(world);
  await aCreatedLetter(world, held);
  const { hold } = await world.holds.place(aHold({ serviceId: held }));
  const run = await openRun(worker);
  expect(await claimAll(worker, run)).toEqual([]);
  await world.holds.lift(hold.id, { actor: 'jo', reason: 'it is clear' });
  expect(await claimAll(worker, run)).toMatchObject([{ serviceId: held, letters: 1 }]);
});

test('A service that is held after its first batch gets no second one', async () => {
  const service = await aService(world);
  await manyCreatedLetters(world.db, service, 3);
  const run = await openRun(worker);
  await worker.batches.claimNext(run, { ...LIMITS, maxLetters: 1 });
  await world.holds.place(aHold({ serviceId: service }));
  expect(await claimAll(worker, run)).toEqual([]);
});

test('A hold of a class, or of a class of one service, leaves all other letters to the run', async () => {
  const [one, other] = [await aService(world), await aService(world)];
  for (const service of [one, other])
    for (const postage of ['first', 'second', 'economy'] as const) await aCreatedLetter(world, service, { postage });
  await world.holds.place(aHold({ postage: 'economy' }));
  await world.holds.place(aHold({ serviceId: one, postage: 'first' }));
  const batches = await claimAll(worker, await openRun(worker));
  const taken = batches.map(({ serviceId, postage }) => [serviceId === one ? 'one' : 'other', postage].join(' '));
  expect(taken.sort()).toEqual(['one second', 'other first', 'other second']);
});

test('A letter that became ready during the run, before the last one claimed, still goes with it', async () => {
  const service = await aService(world);
  const slow = aLetter(service, { createdAt: at(0), postage: 'first' });
  await world.letters.accept(slow);
  await aCreatedLetter(world, service, { createdAt: at(1) });
  const run = await openRun(worker);
  await worker.batches.claimNext(run, LIMITS);
  await world.letters.prepared(slow.id, aPdf(slow));
  const next = await worker.batches.claimNext(run, LIMITS);
  expect(next && (await lettersOf(next.id))).toEqual([slow.id]);
});

test('A day without letters has no batch', async () => {
  expect(await worker.batches.claimNext(await openRun(worker), LIMITS)).toBeUndefined();
});
