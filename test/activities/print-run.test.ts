import { failureTypes, ticketKeys } from '../../src/contract';
import { parseBatchId } from '../../src/domain/batch';
import { addDays, cutOffOf } from '../../src/domain/calendar';
import { recordCalls, withFault } from '../support/faults';
import { aCreatedLetter, aRun, aService, anAcceptedLetter, openTickets, rowOf } from './arrange';
import { DAY, LIMITS, type World, openWorld, run } from './world';

describe('A print run', () => {
  let world: World;
  let day = DAY;
  beforeAll(async () => void (world = await openWorld()));
  beforeEach(() => void (day = addDays(day, 1)));
  afterAll(() => world.close());

  const activitiesFor = (maxLetters: number) =>
    world.activitiesOn(world.ports, {
      settings: {
        limits: { ...LIMITS, maxLetters },
        filePrefix: 'NOTIFY',
        settleSeconds: 60,
        responsesPrefix: 'responses/',
      },
    });

  it('The scheduled run has the London day of its instant and is opened once for its owner', async () => {
    const input = { scheduledAt: '2026-07-06T23:30:00.000Z', owner: 'print-run-2026-07-07' }; // half past midnight in London
    expect(await run(world.activities, 'openRun', input)).toEqual({ kind: 'own', day: '2026-07-07', runNo: 1 });
    expect(await run(world.activities, 'openRun', input)).toEqual({ kind: 'own', day: '2026-07-07', runNo: 1 });
    expect((await world.runs.find('2026-07-07' as typeof DAY, 1))?.cutOffAt).toEqual(
      new Date('2026-07-07T16:30:00.000Z'),
    );
    expect(await run(world.activities, 'openRun', { ...input, owner: 'another' })).toMatchObject({ kind: 'other' });
  });

  it('Row 4: letters are claimed in batches of at most so many, and only ids leave the activity', async () => {
    const serviceId = await aService(world);
    for (let made = 0; made < 7; made += 1) await aCreatedLetter(world, serviceId, { day });
    const { runNo } = await aRun(world, day);
    const claimed = await run(activitiesFor(3), 'claimBatches', { day, runNo, afterPosition: 0 });
    expect(claimed.lastPosition).toBe(3);
    const rows = await Promise.all(claimed.batchIds.map((id) => rowOf(world, id)));
    expect(rows.map(({ letters }) => letters)).toEqual([3, 3, 1]);
    expect(claimed.batchIds.map((id) => parseBatchId(id)?.number)).toEqual([1, 2, 3]);
    const next = { day, runNo, afterPosition: claimed.lastPosition };
    expect(await run(activitiesFor(3), 'claimBatches', next)).toEqual({ batchIds: [], lastPosition: 3 });
  });

  it('A page holds at most 50 batches', async () => {
    const serviceId = await aService(world);
    for (let made = 0; made < 52; made += 1) await aCreatedLetter(world, serviceId, { day });
    const { runNo } = await aRun(world, day);
    const first = await run(activitiesFor(1), 'claimBatches', { day, runNo, afterPosition: 0 });
    expect([first.batchIds.length, first.lastPosition]).toEqual([50, 50]);
    const second = await run(activitiesFor(1), 'claimBatches', { day, runNo, afterPosition: 50 });
    expect([second.batchIds.length, second.lastPosition]).toEqual([2, 52]);
  });

  it('A worker that dies after a claim leaves its batches to the next attempt, and each letter is claimed once', async () => {
    const serviceId = await aService(world);
    for (let made = 0; made < 5; made += 1) await aCreatedLetter(world, serviceId, { day });
    const { runNo } = await aRun(world, day);
    const input = { day, runNo, afterPosition: 0 };
    const { ports } = withFault(world.ports, { port: 'batches', method: 'claimNext', call: 2, when: 'after' }, 'dies');
    const settings = {
      limits: { ...LIMITS, maxLetters: 2 },
      filePrefix: 'NOTIFY',
      settleSeconds: 60,
      responsesPrefix: 'responses/',
    };
    await expect(run(world.activitiesOn(ports, { settings }), 'claimBatches', input)).rejects.toThrow('dies after');
    const { batchIds } = await run(activitiesFor(2), 'claimBatches', input);
    const rows = await Promise.all(batchIds.map((id) => rowOf(world, id)));
    expect(rows.map(({ letters }) => letters)).toEqual([2, 2, 1]);
  });

  it('Two attempts at once claim each letter once and name every batch in the end', async () => {
    const serviceId = await aService(world);
    for (let made = 0; made < 6; made += 1) await aCreatedLetter(world, serviceId, { day });
    const { runNo } = await aRun(world, day);
    const input = { day, runNo, afterPosition: 0 };
    await Promise.all([1, 2].map(() => run(activitiesFor(1), 'claimBatches', input)));
    const { batchIds } = await run(activitiesFor(1), 'claimBatches', input);
    expect(new Set(batchIds).size).toBe(6);
  });

  it('Row 3: a run reads tables only, never a PDF', async () => {
    const serviceId = await aService(world);
    await aCreatedLetter(world, serviceId, { day });
    const { runNo } = await aRun(world, day);
    const { ports, calls } = recordCalls(world.ports);
    await run(world.activitiesOn(ports), 'claimBatches', { day, runNo, afterPosition: 0 });
    expect(new Set(calls.map(({ port }) => port))).toEqual(new Set(['runs', 'batches']));
  });

  it('A letter that is not prepared in time is counted, left behind and ticketed; the rest is taken', async () => {
    const serviceId = await aService(world);
    await aCreatedLetter(world, serviceId, { day });
    const late = await anAcceptedLetter(world, serviceId, { day });
    await anAcceptedLetter(world, serviceId, { day, createdAt: cutOffOf(day) }); // of tomorrow
    const { runNo } = await aRun(world, day);
    expect(await run(world.activities, 'countPreparing', { day, runNo })).toBe(1);
    await run(world.activities, 'claimBatches', { day, runNo, afterPosition: 0 });
    const totals = { batches: 1, letters: 1, leftBehind: 1 };
    expect(await run(world.activities, 'finishRun', { day, runNo })).toEqual(totals);
    expect(await run(world.activities, 'finishRun', { day, runNo })).toEqual(totals);
    expect((await world.runs.find(day, runNo))?.state).toBe('dispatched');
    expect(await openTickets(world, ticketKeys.leftBehind(day, runNo))).toHaveLength(1);

    await world.letters.rejected(late.id, 'validation-failed', 'letter-too-long');
    expect(await run(world.activities, 'finishRun', { day, runNo })).toMatchObject({ leftBehind: 0 });
    expect(await openTickets(world, ticketKeys.leftBehind(day, runNo))).toEqual([]);
  });

  it('Row 12: a letter of a test key gets its PDF and is never claimed', async () => {
    const serviceId = await aService(world);
    await aCreatedLetter(world, serviceId, { day, keyKind: 'test' });
    const { runNo } = await aRun(world, day);
    expect(await run(world.activities, 'claimBatches', { day, runNo, afterPosition: 0 })).toMatchObject({
      batchIds: [],
    });
  });

  it('A run that does not exist is refused for good', async () => {
    const claim = run(world.activities, 'claimBatches', { day, runNo: 9, afterPosition: 0 });
    await expect(claim).rejects.toMatchObject({ type: failureTypes.final });
  });
});
