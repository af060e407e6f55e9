import { ApplicationFailure } from '@temporalio/common';
import { failureTypes, hintSignal } from '../../src/contract';
import { eventually } from '../support/eventually';
import { type World, openWorld, showsStage } from './world';

const final = (message: string) => ApplicationFailure.nonRetryable(message, failureTypes.final);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

describe('A transfer that takes too long', () => {
  it.each(['sealBatch', 'uploadTemp', 'publishTemp'] as const)(
    '%s gets a ticket, goes on trying, and has its ticket closed when it ends',
    async (name) => {
      const story = world.tell();
      const batchId = story.addBatch();
      const pause = story.pauseAt(name);
      const handle = await world.startBatch(batchId, { transferTicketMs: 200 });
      await pause.arrived;
      await eventually(() => story.tickets.has(`transfer-failing:${batchId}`));
      pause.letGo();
      await showsStage(handle, 'awaiting acknowledgement');
      expect(story.closedTickets).toContain(`transfer-failing:${batchId}`);
      expect(story.tickets.size).toBe(0);
      expect(story.called(name)).toHaveLength(1);
    },
  );

  it('A transfer that is refused for good after its ticket has only the ticket of the parked batch left', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    let refuse = () => {};
    story.interrupt('uploadTemp', () => new Promise((_, reject) => (refuse = () => reject(final('Refused')))));
    const handle = await world.startBatch(batchId, { transferTicketMs: 200 });
    await eventually(() => story.tickets.has(`transfer-failing:${batchId}`));
    refuse();
    await showsStage(handle, 'parked');
    await eventually(() => story.tickets.has(`batch-parked:${batchId}`));
    expect([...story.tickets.keys()]).toEqual([`batch-parked:${batchId}`]);
  });

  it('A fault that passes is tried again, without a ticket', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('uploadTemp', () => {
      story.letGo('uploadTemp');
      throw new Error('connection reset');
    });
    await showsStage(await world.startBatch(batchId), 'awaiting acknowledgement');
    expect(story.called('uploadTemp')).toHaveLength(2);
    expect(story.called('raiseBatchTicket')).toEqual([]);
  });
});

describe('A cancelled batch', () => {
  it.each(['sealBatch', 'uploadTemp', 'publishTemp'] as const)(
    'Is over only when its %s has ended: no bytes flow for a workflow that is gone',
    async (name) => {
      const story = world.tell();
      const batchId = story.addBatch();
      const pause = story.pauseAt(name);
      const handle = await world.startBatch(batchId);
      await pause.arrived;
      await handle.cancel();
      await eventually(async () => {
        const { events } = await handle.fetchHistory();
        return events?.some((event) => event.activityTaskCancelRequestedEventAttributes);
      });
      expect((await handle.describe()).status.name).toBe('RUNNING');
      pause.letGo();
      await expect(handle.result()).rejects.toThrow('cancelled');
      expect(story.called('raiseBatchTicket')).toEqual([]);
    },
  );
});

describe('Housekeeping', () => {
  it('Staged files that cannot be removed neither park nor delay the batch', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('cleanTemps', () => {
      throw final('The printer lists no files');
    });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId);
    await handle.signal(hintSignal);
    expect(await handle.result()).toEqual({ kind: 'closed', letters: 212 });
    expect(story.called('raiseBatchTicket')).toEqual([]);
  });
});
