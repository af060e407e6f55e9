import { TASK_QUEUES, hintSignal, workflowIds } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import type { printRun } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { servers } from '../support/servers';
import { startOwnServer } from './own-server';
import { DAY, DUE_AT, aBatchId, aServiceId } from './story';
import { type World, openWorld, showsStage } from './world';

/** The shared server suggests to continue as new after 4,096 events; the one of this file after fifty. */
const SHORT = ['--dynamic-config-value', 'limit.historyCount.suggestContinueAsNew=50'];

let world: World;
beforeAll(async () => {
  world = await openWorld(await startOwnServer(SHORT, { codePath: servers().workflowBundlePath }));
});
afterEach(() => world.endStory());
afterAll(() => world.close());

/** How many runs of one workflow id there were. */
async function runsOf(workflowId: string): Promise<number> {
  return (await world.client.workflow.count(`WorkflowId = "${workflowId}"`)).count;
}

const isRunning = async (batchId: BatchId): Promise<boolean> =>
  (await world.client.workflow.getHandle(workflowIds.letterBatch(batchId)).describe()).status.name === 'RUNNING';

describe('A workflow whose history grows long', () => {
  it('A print run continues as new without claiming twice, waiting twice or leaving an open batch', async () => {
    const story = world.tell();
    story.run.pageSize = 5;
    story.run.preparing = [1];
    const serviceId = aServiceId();
    const add = (runNo: number, number: number) =>
      story.addBatch({ batchId: aBatchId({ runNo, number, serviceId }), held: true });
    const earlier = Array.from({ length: 18 }, (_, index) => add(2, index + 1));
    story.run.claimed = Array.from({ length: 18 }, (_, index) => add(1, index + 1));

    const workflowId = workflowIds.printRun(DAY, 1);
    const run = await world.client.workflow.start<typeof printRun>('printRun', {
      workflowId,
      taskQueue: TASK_QUEUES.letters,
      args: [{ run: { day: DAY, runNo: 1 }, waits: { preparingPollMs: 10 } }],
    });
    expect(await run.result()).toMatchObject({ kind: 'dispatched', batches: 18 });

    await eventually(async () => (await runsOf(workflowId)) > 2);
    const places = story.called('claimBatches').map(({ input }) => (input as { afterPosition: number }).afterPosition);
    expect(places).toEqual([0, 5, 10, 15, 18]);
    expect(story.called('countPreparing')).toHaveLength(2);
    for (const batchId of [...earlier, ...story.run.claimed]) expect(await isRunning(batchId)).toBe(true);
    const { typedSearchAttributes } = await world.client.workflow.getHandle(workflowId).describe();
    expect(typedSearchAttributes.getAll().map(({ value }) => value)).toContain(DAY);
  });

  it('A batch that is hinted often continues as new and goes on waiting', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sent', dueAt: DUE_AT, outstanding: 212 });
    const handle = await world.startBatch(batchId);
    await eventually(async () => {
      await handle.signal(hintSignal);
      return (await runsOf(handle.workflowId)) > 1;
    });
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId);
    await handle.signal(hintSignal);
    expect(await handle.result()).toEqual({ kind: 'closed', letters: 212 });
    expect(story.called('closeBatch')).toHaveLength(1);
  });

  it('A drain under an endless storm of hints continues as new', async () => {
    const story = world.tell();
    const id = workflowIds.prepareDrain(0);
    const drain = await world.client.workflow.start('prepareDrain', {
      workflowId: id,
      taskQueue: TASK_QUEUES.letters,
      args: [{ shard: 0 }],
    });
    // A hint comes in the middle of each page: there is always one pending.
    story.interrupt('prepareLetters', async () => {
      await drain.signal(hintSignal);
      return undefined;
    });
    await drain.signal(hintSignal);
    await eventually(async () => (await runsOf(id)) > 1);
  });
});
