import { randomUUID } from 'node:crypto';
import type { Client } from '@temporalio/client';
import { openTemporal } from '../../../src/adapters/temporal/connection';
import { createWorkflows } from '../../../src/adapters/temporal/create-workflows';
import { PREPARE_SHARDS, prepareShardOf, searchAttributes, workflowIds } from '../../../src/contract';
import { type LetterId, parseLetterId } from '../../../src/domain/letter';
import type { PrintRun } from '../../../src/domain/print-run';
import { eventually } from '../../support/eventually';
import { DAY, DUE_AT, aBatchId, aSha256 } from '../../workflows/story';
import { type World, openWorld, showsStage } from '../../workflows/world';

const RUN: PrintRun = {
  day: DAY,
  runNo: 2,
  cutOffAt: new Date('2026-07-01T16:30:00Z'),
  owner: 'Ann',
  actor: 'Ann',
  state: 'open',
  createdAt: new Date('2026-07-01T12:00:00Z'),
};
const aLetterId = () => parseLetterId(randomUUID()) as LetterId;

describe('The port Workflows', () => {
  let world: World;
  let workflows: ReturnType<typeof createWorkflows>;
  beforeAll(async () => {
    world = await openWorld();
  });
  beforeEach(() => {
    workflows = createWorkflows(world.client);
  });
  afterEach(async () => {
    await workflows.close();
    await world.endStory();
  });
  afterAll(() => world.close());

  const describeRun = (client: Client) => client.workflow.getHandle(workflowIds.printRun(DAY, 2)).describe();

  it("Starts an operator's run under its own id, found by its print day; starting it again is success", async () => {
    const story = world.tell();
    const pause = story.pauseAt('finishRun');
    await workflows.startRun(RUN);
    await pause.arrived;
    const { runId, typedSearchAttributes } = await describeRun(world.client);
    expect(typedSearchAttributes.get(searchAttributes.printDay)).toBe(DAY);
    await workflows.startRun(RUN);
    expect((await describeRun(world.client)).runId).toBe(runId);
    expect(story.called('openRun')).toEqual([]);
  });

  it('Starts the intake of a file once, and again when it has ended', async () => {
    const story = world.tell();
    const sha256 = aSha256();
    for (const times of [1, 2]) {
      await workflows.startInboundFile(sha256);
      await world.client.workflow.getHandle(workflowIds.inboundFile(sha256)).result();
      expect(story.called('hintBatches')).toHaveLength(times);
    }
  });

  it('Runs a check at an instant and answers with what it found', async () => {
    const story = world.tell();
    story.check.result = { kind: 'skipped', reason: 'not a working day' };
    const at = new Date('2026-07-04T15:30:00Z');
    expect(await workflows.runDeadlineCheck(at)).toEqual(story.check.result);
    expect(await workflows.runAcknowledgementCheck(at)).toEqual(story.check.result);
    expect(story.called('checkDeadline')[0]?.input).toEqual({ at: at.toISOString() });
  });

  it('Ensures a drain for every shard, and a second time changes nothing', async () => {
    world.tell();
    await workflows.ensurePrepareDrains();
    const drains = Array.from({ length: PREPARE_SHARDS }, (_, shard) =>
      world.client.workflow.getHandle(workflowIds.prepareDrain(shard)).describe(),
    );
    const before = (await Promise.all(drains)).map(({ runId, status }) => [runId, status.name]);
    expect(before.map(([, status]) => status)).toEqual(['RUNNING', 'RUNNING', 'RUNNING', 'RUNNING']);
    await workflows.ensurePrepareDrains();
    const { runId } = await world.client.workflow.getHandle(workflowIds.prepareDrain(0)).describe();
    expect(runId).toBe(before[0]?.[0]);
  });

  it('An accepted letter wakes the drain of its shard, also one that is not there', async () => {
    const story = world.tell();
    const id = aLetterId();
    workflows.hintPrepare(id);
    await eventually(() => story.called('prepareLetters').length > 0);
    expect(story.called('prepareLetters')[0]?.input).toEqual({ shard: prepareShardOf(id) });
  });

  it('A hinted batch looks at its tables; hints for batches that are over or unknown are lost in silence', async () => {
    const story = world.tell();
    const batchId = story.addBatch({ state: 'sent', dueAt: DUE_AT, outstanding: 212 });
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'awaiting acknowledgement');
    story.acknowledge(batchId);
    story.answer(batchId);
    await workflows.hintBatches([aBatchId(), batchId, aBatchId()]);
    expect((await handle.result()).kind).toBe('closed');
    await expect(workflows.hintBatches([batchId])).resolves.toBeUndefined();
  });

  it('Is healthy while Temporal answers', async () => {
    expect(await workflows.healthy()).toBe(true);
  });

  it('Is not healthy when its namespace is missing', async () => {
    const elsewhere = openTemporal({ connectionOptions: { address: world.address }, namespace: 'nowhere' });
    expect(await createWorkflows(elsewhere.client).healthy()).toBe(false);
    await elsewhere.close();
  });
});

describe('While Temporal is away', () => {
  it('Hints end without an error, starts fail, and the process is not healthy', async () => {
    const away = openTemporal({ connectionOptions: { address: '127.0.0.1:1' }, namespace: 'default' });
    const workflows = createWorkflows(away.client);
    workflows.hintPrepare(aLetterId());
    await expect(workflows.hintBatches([aBatchId()])).resolves.toBeUndefined();
    expect(await workflows.healthy()).toBe(false);
    await expect(workflows.startRun(RUN)).rejects.toThrow();
    await workflows.close();
    await away.close();
  });
});
