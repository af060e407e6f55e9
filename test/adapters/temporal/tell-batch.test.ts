import { createWorkflows } from '../../../src/adapters/temporal/create-workflows';
import { workflowIds } from '../../../src/contract';
import type { BatchId } from '../../../src/domain/batch';
import type { BatchAct } from '../../../src/domain/batch-acts';
import { eventually } from '../../support/eventually';
import { type World, openWorld, showsStage } from '../../workflows/world';

let world: World;
let workflows: ReturnType<typeof createWorkflows>;
beforeAll(async () => {
  world = await openWorld();
  workflows = createWorkflows(world.client);
});
afterEach(() => world.endStory());
afterAll(async () => {
  await workflows.close();
  await world.close();
});

const recorded = (batchId: BatchId, act: BatchAct) => ({
  id: '0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11',
  batchId,
  act,
  actor: 'Ann',
  reason: 'looked at the printer',
  at: new Date(),
});
const handleOf = (batchId: BatchId) => world.client.workflow.getHandle(workflowIds.letterBatch(batchId));

describe("Telling a batch's workflow of an act", () => {
  it('A retry starts the workflow of a batch that has none', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'uploaded' });
    await workflows.tellBatch(recorded(batchId, 'retry'));
    await showsStage(handleOf(batchId) as never, 'awaiting acknowledgement');
    expect(story.called('actOnBatch')).toEqual([]);
  });

  it('A release wakes the one that waits', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ held: true });
    const handle = await world.startBatch(batchId);
    await eventually(() => story.called('readBatch').length === 1);
    story.row(batchId).held = false;
    await workflows.tellBatch(recorded(batchId, 'release'));
    await showsStage(handle, 'awaiting acknowledgement');
  });

  it('An abandoned batch without a workflow gets none', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'abandoned' });
    await workflows.tellBatch(recorded(batchId, 'abandon'));
    await expect(handleOf(batchId).describe()).rejects.toThrow();
  });
});
