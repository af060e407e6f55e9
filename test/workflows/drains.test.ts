import type { WorkflowHandle } from '@temporalio/client';
import { TASK_QUEUES, hintSignal, workflowIds } from '../../src/contract';
import type { prepareDrain } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { type World, openWorld } from './world';
import { summaries } from './web-ui';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const startDrain = (idleMs?: number): Promise<WorkflowHandle<typeof prepareDrain>> =>
  world.client.workflow.start<typeof prepareDrain>('prepareDrain', {
    workflowId: workflowIds.prepareDrain(2),
    taskQueue: TASK_QUEUES.letters,
    args: [{ shard: 2, ...(idleMs !== undefined && { waits: { idleMs } }) }],
  });

describe('Preparing letters', () => {
  it('Goes on page by page while pages are full, then waits for a hint', async () => {
    const story = world.tell();
    story.interrupt('prepareLetters', () => ({ prepared: 10, more: story.called('prepareLetters').length < 3 }));
    const drain = await startDrain();
    await eventually(async () => (await summaries(drain)).some(([name]) => name === 'timer'));
    expect(story.called('prepareLetters').map(({ input }) => input)).toEqual([
      { shard: 2 },
      { shard: 2 },
      { shard: 2 },
    ]);
    await drain.signal(hintSignal);
    await eventually(() => story.called('prepareLetters').length === 4);
  });

  it('A hint that comes while a page is prepared is not lost', async () => {
    const story = world.tell();
    const pause = story.pauseAt('prepareLetters');
    const drain = await startDrain();
    await pause.arrived;
    await drain.signal(hintSignal);
    pause.letGo();
    await eventually(() => story.called('prepareLetters').length === 2);
  });

  it('Looks by itself when no hint comes', async () => {
    const story = world.tell();
    await startDrain(50);
    await eventually(() => story.called('prepareLetters').length >= 3);
  });

  it('A history of 1,500 events is left behind, and the drain goes on', async () => {
    const story = world.tell();
    story.interrupt('prepareLetters', () => ({ prepared: 10, more: true }));
    const drain = await startDrain();
    const first = (await drain.describe()).runId;
    const byId = world.client.workflow.getHandle(workflowIds.prepareDrain(2));
    await eventually(async () => (await byId.describe()).runId !== first);
    const pages = story.called('prepareLetters').length;
    expect(pages).toBeLessThan(500);
    await eventually(() => story.called('prepareLetters').length > pages);
    const { historyLength } = await world.client.workflow.getHandle(workflowIds.prepareDrain(2), first).describe();
    expect(historyLength).toBeLessThan(1_600);
  });
});
