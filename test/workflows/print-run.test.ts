import type { WorkflowHandle } from '@temporalio/client';
import { type PrintRunInput, TASK_QUEUES, searchAttributes, workflowIds } from '../../src/contract';
import type { printRun } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { DAY, aBatchId, aServiceId } from './story';
import { currentDetails, indexed, summaries } from './web-ui';
import { type World, openWorld } from './world';

const RUN = { day: DAY, runNo: 1 };
const NOTHING = { kind: 'nothing-to-do', ...RUN, batches: 0, letters: 0, leftBehind: 0 };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const startRun = (input: PrintRunInput): Promise<WorkflowHandle<typeof printRun>> =>
  world.client.workflow.start<typeof printRun>('printRun', {
    workflowId: workflowIds.printRun(DAY, 1),
    taskQueue: TASK_QUEUES.letters,
    args: [input],
  });

describe('A print run', () => {
  it('Starts one workflow for each batch, awaits only their starts, and says what it took', async () => {
    const story = world.tell();
    const [service, other] = [aServiceId(), aServiceId()];
    story.run.claimed = [
      story.addBatch({ batchId: aBatchId({ serviceId: service }) }),
      story.addBatch({ batchId: aBatchId({ serviceId: service, number: 2 }) }),
      story.addBatch({ batchId: aBatchId({ serviceId: other }), letters: 1 }),
    ];
    story.run.leftBehind = 4;
    const result = await (await startRun({ run: RUN })).result();
    expect(result).toEqual({ kind: 'dispatched', ...RUN, batches: 3, letters: 425, leftBehind: 4 });

    for (const batchId of story.run.claimed) {
      const child = world.client.workflow.getHandle(workflowIds.letterBatch(batchId));
      const description = await child.describe();
      expect(description.status.name).toBe('RUNNING');
      expect(await description.staticSummary()).toMatch(/^first letters of 2026-07-01, zip [12]$/);
      expect(description.typedSearchAttributes.get(searchAttributes.printDay)).toBe(DAY);
      expect([service, other]).toContain(description.typedSearchAttributes.get(searchAttributes.serviceId));
    }
  });

  it('A day without letters is an empty run, and says so', async () => {
    world.tell();
    expect(await (await startRun({ run: RUN })).result()).toEqual(NOTHING);
  });

  it('A batch whose workflow runs already is left to it', async () => {
    const story = world.tell();
    story.run.claimed = [story.addBatch({ held: true })];
    const running = await world.startBatch(story.run.claimed[0] ?? aBatchId());
    const { runId } = await running.describe();
    expect((await (await startRun({ run: RUN })).result()).kind).toBe('dispatched');
    expect((await running.describe()).runId).toBe(runId);
  });

  it('A batch whose workflow was terminated is started again', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    story.run.claimed = [batchId];
    const lost = await world.startBatch(batchId);
    await lost.terminate('Temporal lost its database');
    await (await startRun({ run: RUN })).result();
    const { status } = await world.client.workflow.getHandle(workflowIds.letterBatch(batchId)).describe();
    expect(status.name).toBe('RUNNING');
  });

  it('Open batches of earlier runs that have no workflow are taken up, page by page', async () => {
    const story = world.tell();
    story.run.pageSize = 2;
    const serviceId = aServiceId();
    const open = [1, 2, 3, 4, 5].map((number) =>
      story.addBatch({ batchId: aBatchId({ runNo: 2, number, serviceId }), state: 'published', held: true }),
    );
    const over = story.addBatch({ state: 'closed' });
    await (await startRun({ run: RUN })).result();
    for (const batchId of open) {
      const { status } = await world.client.workflow.getHandle(workflowIds.letterBatch(batchId)).describe();
      expect(status.name).toBe('RUNNING');
    }
    await expect(world.client.workflow.getHandle(workflowIds.letterBatch(over)).describe()).rejects.toThrow(
      'not found',
    );
  });

  it('Cancelling a run leaves its batches running', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    story.run.claimed = [batchId];
    const pause = story.pauseAt('finishRun');
    const run = await startRun({ run: RUN });
    await pause.arrived;
    await run.cancel();
    await run.result().catch(() => undefined);
    const { events } = await run.fetchHistory();
    expect(events?.filter((event) => event.requestCancelExternalWorkflowExecutionInitiatedEventAttributes)).toEqual([]);
    const { status } = await world.client.workflow.getHandle(workflowIds.letterBatch(batchId)).describe();
    expect(status.name).toBe('RUNNING');
    pause.letGo();
  });
});

describe('Letters that are still being prepared', () => {
  it('The run waits for them, says so, and then claims', async () => {
    const story = world.tell();
    story.run.preparing = [7, 3];
    const run = await startRun({ run: RUN, waits: { preparingPollMs: 300 } });
    await eventually(async () => (await currentDetails(run)).includes('Waiting for 3 letters'));
    expect(story.called('claimBatches')).toEqual([]);
    expect(await indexed(run)).toMatchObject({ PrintDay: DAY });
    expect(await run.result()).toEqual(NOTHING);
    const told = await summaries(run);
    expect(told.filter(([, summary]) => !summary)).toEqual([]);
    expect(told.filter(([name]) => name === 'timer')).toEqual([
      ['timer', '7 letters are being prepared'],
      ['timer', '3 letters are being prepared'],
    ]);
  });

  it('After its longest wait the run goes on without them', async () => {
    const story = world.tell();
    story.interrupt('countPreparing', () => 5);
    story.run.leftBehind = 5;
    const run = await startRun({ run: RUN, waits: { preparingMs: 500, preparingPollMs: 100 } });
    expect(await run.result()).toEqual({ ...NOTHING, leftBehind: 5 });
    expect(story.called('countPreparing').length).toBeGreaterThan(1);
  });
});

describe('The scheduled run', () => {
  it('Fails when no Schedule has started it, instead of guessing its day from the clock', async () => {
    world.tell();
    const run = await startRun({});
    await expect(run.result()).rejects.toMatchObject({ cause: { type: 'Final' } });
  });
});
