import { workflowIds } from '../../../src/contract';
import { CUT_OFF_AT, LIMITS, type World, aCreatedLetter, aDay, aService, openRun, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const byHand = { cutOffAt: CUT_OFF_AT, actor: 'ada', reason: 'the printer was away' };

test('The scheduled run of a day belongs to whoever opened it first, and stays his when he asks again', async () => {
  const day = aDay('2026-03-03');
  const opened = await world.runs.openScheduled({ day, cutOffAt: CUT_OFF_AT, owner: 'first' });
  expect(opened).toMatchObject({ kind: 'own', run: { day, runNo: 1, owner: 'first', actor: null, state: 'open' } });
  expect(opened.run.cutOffAt).toEqual(CUT_OFF_AT);
  const again = await world.runs.openScheduled({ day, cutOffAt: new Date(0), owner: 'first' });
  expect(again).toEqual(opened);
  const other = await world.runs.openScheduled({ day, cutOffAt: CUT_OFF_AT, owner: 'second' });
  expect(other).toEqual({ ...opened, kind: 'other' });
});

test('Of twenty schedulers at once one owns the day', async () => {
  const day = aDay('2026-03-04');
  const kinds = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      world.runs.openScheduled({ day, cutOffAt: CUT_OFF_AT, owner: `owner ${index}` }).then(({ kind }) => kind),
    ),
  );
  expect(kinds.filter((kind) => kind === 'own')).toHaveLength(1);
});

test('Operators’ runs count on from 2, and leave run 1 to the schedule', async () => {
  const day = aDay('2026-03-05');
  const opened = await Promise.all(Array.from({ length: 10 }, () => world.runs.openManual({ day, ...byHand })));
  expect(opened.map(({ runNo }) => runNo).sort((one, other) => one - other)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  expect(opened[0]).toMatchObject({ actor: 'ada', owner: workflowIds.printRun(day, opened[0]?.runNo ?? 0) });
  expect((await world.runs.openScheduled({ day, cutOffAt: CUT_OFF_AT, owner: 'schedule' })).kind).toBe('own');
  expect((await world.runs.ofDay(day)).map(({ runNo }) => runNo)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
});

test('The latest runs come first', async () => {
  const day = aDay('2027-01-01');
  await world.runs.openManual({ day, ...byHand });
  const second = await world.runs.openManual({ day, ...byHand });
  expect(await world.runs.latest(1)).toEqual([second]);
  expect(await world.runs.find(day, 3)).toEqual(second);
  expect(await world.runs.find(day, 4)).toBeUndefined();
});

test('A run’s totals are those of its batches, and a finished run claims no more', async () => {
  const run = await openRun(world);
  const service = await aService(world);
  expect(await world.runs.totals(run.day, 1)).toEqual({ batches: 0, letters: 0, bytes: 0 });
  await aCreatedLetter(world, service, { bytes: 700 });
  await aCreatedLetter(world, service, { bytes: 800 });
  await aCreatedLetter(world, service, { postage: 'first', bytes: 900 });
  await world.batches.claimNext(run, LIMITS);
  await world.batches.claimNext(run, LIMITS);
  expect(await world.runs.totals(run.day, 1)).toEqual({ batches: 2, letters: 3, bytes: 2_400 });
  await world.runs.finish(run.day, 1);
  expect(await world.runs.find(run.day, 1)).toMatchObject({ state: 'dispatched' });
  await aCreatedLetter(world, service);
  expect(await world.batches.claimNext(run, LIMITS)).toBeUndefined();
});
