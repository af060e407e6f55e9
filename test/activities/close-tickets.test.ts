import { sql } from 'kysely';
import { ticketKeys } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import { aBatch, aRun, aService, anAcceptedLetter, answer, anUploadedBatch, force, openTickets } from './arrange';
import { type World, aDay, must, openWorld, run } from './world';

let world: World;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const close = async () => (await run(world.activities, 'closeTickets', undefined)).closed;

/** A batch sent at an instant. */
async function sentAt(instant: string) {
  world.setNow(new Date(instant));
  const uploaded = await anUploadedBatch(world, { letters: 2 });
  await run(world.activities, 'publishTemp', uploaded);
  await run(world.activities, 'markSending', uploaded);
  return uploaded;
}

describe('A ticket about letters still sending', () => {
  it('Closes when none of its own window is sending any more, whatever younger letters do', async () => {
    const friday = await sentAt('2026-03-06T18:00:00.000Z');
    await run(world.activities, 'checkDeadline', { at: '2026-03-09T16:30:00.000Z' });
    await sentAt('2026-03-09T18:00:00.000Z');
    expect(await close()).toBe(0);
    await answer(world, friday.letters);
    expect(await close()).toBe(1);
    expect(await openTickets(world, ticketKeys.stillSending(aDay('2026-03-06')))).toEqual([]);
  });
});

describe('A ticket about zips without acknowledgement', () => {
  const acknowledge = (batchId: BatchId) =>
    world.batches.find(batchId).then((batch) => {
      const { zipName } = must(must(batch).zip);
      return world.batches.acknowledge({ zipName, at: new Date('2026-03-03T08:00:00.000Z') });
    });

  it('Closes when every zip that it names is acknowledged', async () => {
    const [one, other] = [await sentAt('2026-03-02T18:00:00.000Z'), await sentAt('2026-03-02T18:01:00.000Z')];
    await run(world.activities, 'checkAcknowledgements', { at: '2026-03-02T23:00:00.000Z' });
    await acknowledge(one.batchId);
    expect(await close()).toBe(0);
    await acknowledge(other.batchId);
    expect(await close()).toBe(1);
  });

  it('Closes with a batch that is over and whose letters are all answered, and not while one is sending', async () => {
    const { letters } = await sentAt('2026-03-02T18:00:00.000Z');
    await run(world.activities, 'checkAcknowledgements', { at: '2026-03-02T23:00:00.000Z' });
    await force(world, sql`update batches set state = 'closed'`);
    expect(await close()).toBe(0);
    await answer(world, letters);
    expect(await close()).toBe(1);
  });
});

describe('A ticket about a batch', () => {
  const raise = (kind: 'transfer-failing' | 'batch-parked', batchId: BatchId) =>
    run(world.activities, 'raiseBatchTicket', { batchId, kind, detail: 'zip-differs' });

  it('A transfer that fails no more, since its zip is published, needs nobody', async () => {
    const uploaded = await anUploadedBatch(world);
    await raise('transfer-failing', uploaded.batchId);
    expect(await close()).toBe(0);
    await run(world.activities, 'publishTemp', uploaded);
    expect(await close()).toBe(1);
  });

  it('One of a batch that is over closes though its workflow is gone', async () => {
    const { batchId } = await aBatch(world);
    await raise('batch-parked', batchId);
    await raise('transfer-failing', batchId);
    expect(await close()).toBe(0);
    await force(world, sql`update batches set state = 'abandoned'`);
    expect(await close()).toBe(2);
  });

  it('A batch that was parked when its workflow was terminated closes its ticket once it goes on', async () => {
    const uploaded = await anUploadedBatch(world);
    await raise('batch-parked', uploaded.batchId);
    world.stages.set(uploaded.batchId, 'uploading');
    expect(await close()).toBe(0);
    await run(world.activities, 'publishTemp', uploaded);
    world.stages.set(uploaded.batchId, 'parked');
    expect(await close()).toBe(0);
    world.stages.delete(uploaded.batchId);
    expect(await close()).toBe(0);
    world.stages.set(uploaded.batchId, 'awaiting response');
    expect(await close()).toBe(1);
  });

  it('One that cannot be looked at stays open and stops no other', async () => {
    const parked = await anUploadedBatch(world);
    await run(world.activities, 'publishTemp', parked);
    await raise('batch-parked', parked.batchId);
    await raise('transfer-failing', parked.batchId);
    const away = { ...world.workflows, stageOfBatch: () => Promise.reject(new Error('Temporal is away')) };
    const looked = run(world.activitiesOn({ ...world.ports, workflows: away }), 'closeTickets', undefined);
    await expect(looked).rejects.toThrow('1 tickets could not be looked at');
    expect((await world.tickets.list({ open: true })).map(({ kind }) => kind)).toEqual(['batch-parked']);
  });
});

describe('A ticket about letters left behind', () => {
  it('Closes when they are prepared', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    const { day, runNo } = await aRun(world);
    await run(world.activities, 'finishRun', { day, runNo });
    expect(await openTickets(world, ticketKeys.leftBehind(day, runNo))).toHaveLength(1);
    expect(await close()).toBe(0);
    await world.letters.rejected(letter.id, 'validation-failed', 'letter-too-long');
    expect(await close()).toBe(1);
  });
});
