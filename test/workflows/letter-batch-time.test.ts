import { retrySignal } from '../../src/contract';
import { eventually } from '../support/eventually';
import { connectTemporal } from '../support/temporal';
import { summaries } from './web-ui';
import { type World, openWorld } from './world';

/** Here the server skips the time in which a workflow only waits. */
let world: World;
beforeAll(async () => {
  world = await openWorld(await connectTemporal({ skipTime: true }));
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString();

describe('Time that a batch waits', () => {
  it('A long weekend passes without an answer, then the batch closes at its deadline', async () => {
    const story = world.tell();
    const dueAt = inHours(95);
    const batchId = story.addBatch({ state: 'sent', publishedAt: inHours(0), dueAt, outstanding: 212 });
    const handle = await world.startBatch(batchId);
    const outstanding = { kind: 'closed with letters outstanding', letters: 212, outstanding: 212 };
    expect(await handle.result()).toEqual(outstanding);
    expect(story.called('settleBatch')).toHaveLength(2);
    const { closeTime } = await handle.describe();
    expect(closeTime?.getTime()).toBeGreaterThanOrEqual(Date.parse(dueAt));
  });

  it('A batch whose deadline is not known yet looks again each day', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sent', outstanding: 212 });
    story.interrupt('settleBatch', () => {
      if (story.called('settleBatch').length === 3) story.row(batchId).dueAt = '2026-07-02T15:30:00.000Z';
      return undefined;
    });
    await (await world.startBatch(batchId)).result();
    expect(story.called('settleBatch')).toHaveLength(3);
  });

  it('A held batch looks by itself each five minutes, though no hint comes', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    story.interrupt('readBatch', () => {
      if (story.called('readBatch').length === 4) story.row(batchId).held = false;
      return undefined;
    });
    story.interrupt('settleBatch', () => ({ ...story.row(batchId), state: 'closed' }));
    story.interrupt('cleanTemps', () => void (story.row(batchId).state = 'closed'));
    await (await world.startBatch(batchId)).result();
    expect(story.called('sealBatch')).toHaveLength(1);
  });

  it('A transfer has its ticket after half an hour', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('uploadTemp', () => {
      if (story.tickets.size === 0) throw new Error('connection refused');
      return undefined;
    });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('resolveBatchTicket').length === 1);
    expect(story.closedTickets).toEqual([`transfer-failing:${batchId}`]);
    const told = await summaries(handle);
    expect(told).toContainEqual(['raiseBatchTicket', 'Raise a ticket: the transfer takes too long']);
  });
});

describe('A staged file that is gone before its rename', () => {
  it('Gone once, it is uploaded anew, and the batch is published', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('publishTemp', () => {
      story.letGo('publishTemp');
      return { kind: 'temp-gone' };
    });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('markSending').length === 1);
    expect(story.called('uploadTemp')).toHaveLength(2);
    expect((await summaries(handle)).filter(([, summary]) => summary?.startsWith('Then once more'))).toEqual([]);
  });

  it('Gone again and again, it is left to a person', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sealed' });
    story.interrupt('publishTemp', () => ({ kind: 'temp-gone' }));
    const handle = await world.startBatch(batchId);
    const ticket = () => story.tickets.get(`batch-parked:${batchId}`);
    await eventually(() => ticket() === '3 more steps did not move it on from uploaded');
    const uploads = story.called('uploadTemp').length;
    story.letGo('publishTemp');
    await handle.signal(retrySignal, { actor: 'Ann', reason: 'the sweeper is off' });
    await eventually(() => story.called('markSending').length === 1);
    expect(uploads).toBe(5);
    expect(story.tickets.size).toBe(0);
  });
});
