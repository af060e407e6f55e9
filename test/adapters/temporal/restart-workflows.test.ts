import { createRestarts } from '../../../src/adapters/temporal/restart-workflows';
import { PREPARE_SHARDS, searchAttributes, workflowIds } from '../../../src/contract';
import type { BatchId } from '../../../src/domain/batch';
import { DAY, aBatchId, aServiceId } from '../../workflows/story';
import { type World, openWorld, showsStage } from '../../workflows/world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const restarts = () => createRestarts(world.client);
const describeBatch = (id: BatchId) => world.client.workflow.getHandle(workflowIds.letterBatch(id)).describe();

describe('Batches without their workflow', () => {
  it('Are started again, found by day and service; those that run are left alone, at once after their start too', async () => {
    const story = world.tell();
    const serviceId = aServiceId();
    const ids = [1, 2, 3].map((number) => story.addBatch({ batchId: aBatchId({ number, serviceId }), held: true }));
    const [running, terminated, never] = ids as [BatchId, BatchId, BatchId];
    const { runId } = await (await world.startBatch(running)).describe();
    await (await world.startBatch(terminated)).terminate('a slip of the hand');

    expect(await restarts().restartBatches(ids)).toEqual([terminated, never]);
    expect((await describeBatch(running)).runId).toBe(runId);
    for (const id of [terminated, never]) {
      const { status, typedSearchAttributes } = await describeBatch(id);
      expect(status.name).toBe('RUNNING');
      expect(typedSearchAttributes.get(searchAttributes.printDay)).toBe(DAY);
      expect(typedSearchAttributes.get(searchAttributes.serviceId)).toBe(serviceId);
    }
    expect(await restarts().restartBatches(ids)).toEqual([]);
  });

  it('Two checks at once start one workflow', async () => {
    const story = world.tell();
    const id = story.addBatch({ held: true });
    await Promise.all([restarts().restartBatches([id]), restarts().restartBatches([id])]);
    const { runId, status } = await describeBatch(id);
    expect(status.name).toBe('RUNNING');
    const { events } = await world.client.workflow.getHandle(workflowIds.letterBatch(id), runId).fetchHistory();
    const [started] = events ?? [];
    // Were it the second run, it would name the first.
    expect(started?.workflowExecutionStartedEventAttributes?.firstExecutionRunId).toBe(runId);
    expect(started?.workflowExecutionStartedEventAttributes?.continuedExecutionRunId).toBeFalsy();
  });

  it('A drain that does not run is started, and one that runs is left alone', async () => {
    world.tell();
    expect(await restarts().restartPrepareDrains()).toBe(PREPARE_SHARDS);
    const drain = world.client.workflow.getHandle(workflowIds.prepareDrain(2));
    await drain.terminate('a slip of the hand');
    expect(await restarts().restartPrepareDrains()).toBe(1);
    expect((await drain.describe()).status.name).toBe('RUNNING');
  });

  it('What a batch’s workflow is at is known while it runs', async () => {
    const story = world.tell();
    const id = story.addBatch({ held: true });
    expect(await restarts().stageOfBatch(id)).toBeUndefined();
    const handle = await world.startBatch(id);
    await showsStage(handle, 'zipping');
    expect(await restarts().stageOfBatch(id)).toBe('zipping');
    await handle.terminate('over');
    expect(await restarts().stageOfBatch(id)).toBeUndefined();
  });
});
