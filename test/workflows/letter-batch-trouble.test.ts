import { ApplicationFailure } from '@temporalio/common';
import { type OperatorAct, failureTypes, hintSignal, retrySignal, workflowIds } from '../../src/contract';
import type { letterBatch } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { type World, openWorld, showsStage } from './world';

const ANN: OperatorAct = { actor: 'Ann', reason: 'looked at the printer' };
const final = (message: string) => ApplicationFailure.nonRetryable(message, failureTypes.final);

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

describe('A step that needs a person', () => {
  it.each([
    ['sealBatch', 'zip-differs'],
    ['uploadTemp', 'zip-differs'],
    ['publishTemp', 'temp-gone-before-rename'],
    ['markSending', 'marking-incomplete'],
  ] as const)('A batch parked by %s waits with a ticket until an operator lets it try again', async (name, reason) => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt(name, () => ({ kind: 'parked', reason }));
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    await eventually(() => story.tickets.get(`batch-parked:${batchId}`) === reason);
    story.letGo(name);
    await handle.signal(retrySignal, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.closedTickets).toEqual([`batch-parked:${batchId}`]);
    expect(story.called(name)).toHaveLength(2);
  });

  it('A refusal for good parks the batch and never fails it', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('uploadTemp', () => {
      throw final('The printer refuses this login');
    });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    await eventually(
      () => story.tickets.get(`batch-parked:${batchId}`) === 'uploadTemp: The printer refuses this login',
    );
    story.letGo('uploadTemp');
    await handle.signal(retrySignal, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('A batch whose row cannot be read waits for a person as well', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('readBatch', () => {
      throw final('No batch');
    });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    await handle.signal(hintSignal);
    await eventually(() => story.called('readBatch').length === 2);
    story.letGo('readBatch');
    await handle.signal(retrySignal, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('A second refusal parks it again: one leave is for one try', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('sealBatch', () => ({ kind: 'parked', reason: 'zip-differs' }));
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('raiseBatchTicket').length === 1);
    await handle.signal(retrySignal, ANN);
    await eventually(() => story.called('raiseBatchTicket').length === 2);
    const readings = story.called('readBatch').length;
    await handle.signal(hintSignal);
    await eventually(() => story.called('readBatch').length > readings);
    expect(story.called('resolveBatchTicket')).toHaveLength(1);
    expect(story.called('sealBatch')).toHaveLength(2);
  });

  it('A leave given while nothing is parked is not kept for later', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    story.interrupt('sealBatch', () => ({ kind: 'parked', reason: 'zip-differs' }));
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('readBatch').length === 1);
    await handle.signal(retrySignal, ANN);
    story.row(batchId).held = false;
    await handle.signal(hintSignal);
    await showsStage(handle, 'parked');
    await handle.signal(hintSignal);
    await eventually(() => story.called('readBatch').length === 3);
    expect(story.called('resolveBatchTicket')).toEqual([]);
    expect(story.called('sealBatch')).toHaveLength(1);
  });

  it('A workflow started anew on a parked batch leaves it parked', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'uploaded', parkedReason: 'unknown-manifest' });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.tickets.get(`batch-parked:${batchId}`) === 'unknown-manifest');
    await handle.signal(retrySignal, ANN);
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.row(batchId).parkedReason).toBeNull();
  });

  it("A workflow started with an operator's leave goes on with the parked batch at once", async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'uploaded', parkedReason: 'unknown-manifest' });
    const handle = await world.client.workflow.signalWithStart<typeof letterBatch, [OperatorAct]>('letterBatch', {
      workflowId: workflowIds.letterBatch(batchId),
      taskQueue: 'letters',
      args: [{ batchId }],
      signal: retrySignal,
      signalArgs: [ANN],
    });
    await showsStage(handle, 'awaiting acknowledgement');
    expect(story.called('raiseBatchTicket')).toEqual([]);
  });

  it('A parked batch that an operator abandons is over, and its ticket is closed', async () => {
    const story = world.tell();
    const batchId = story.addBatch();
    story.interrupt('sealBatch', () => ({ kind: 'parked', reason: 'zip-differs' }));
    const handle = await world.startBatch(batchId);
    await eventually(() => story.tickets.size === 1);
    story.row(batchId).state = 'abandoned';
    await handle.signal(hintSignal);
    expect(await handle.result()).toEqual({ kind: 'abandoned' });
    expect(story.tickets.size).toBe(0);
  });
});
