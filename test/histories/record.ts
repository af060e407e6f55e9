/**
 * Records the histories that test/replay.test.ts replays, under the version in package.json. At each release:
 * `node --import tsx test/histories/record.ts`. A recorded version is never recorded again: its workflows may be in flight.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { WorkflowHandle } from '@temporalio/client';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { DefaultLogger, bundleWorkflowCode } from '@temporalio/worker';
import { version } from '../../package.json';
import { TASK_QUEUES, hintSignal, retrySignal, workflowIds } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import type { inboundFile, printRun } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { startOwnServer } from '../workflows/own-server';
import { DAY, DUE_AT, type Story, aBatchId, aServiceId, aSha256 } from '../workflows/story';
import { type World, openWorld, showsStage } from '../workflows/world';

type Recording = (world: World, story: Story) => Promise<WorkflowHandle>;

async function endWell(story: Story, handle: WorkflowHandle, batchId: BatchId): Promise<WorkflowHandle> {
  await eventually(() => story.called('settleBatch').length > 0);
  story.acknowledge(batchId);
  await handle.signal(hintSignal);
  story.answer(batchId);
  await handle.signal(hintSignal);
  await handle.result();
  return handle;
}

const recordings: Readonly<Record<string, Recording>> = {
  async 'letter-batch-straight'(world, story) {
    const batchId = story.addBatch();
    return endWell(story, await world.startBatch(batchId), batchId);
  },
  async 'letter-batch-parked-and-retried'(world, story) {
    const batchId = story.addBatch();
    story.interrupt('publishTemp', () => ({ kind: 'parked', reason: 'unknown-manifest' }));
    const handle = await world.startBatch(batchId);
    await showsStage(handle, 'parked');
    await eventually(() => story.tickets.size === 1);
    story.letGo('publishTemp');
    await handle.signal(retrySignal, { actor: 'operator', reason: 'the manifest was imported' });
    return endWell(story, handle, batchId);
  },
  async 'letter-batch-outstanding'(world, story) {
    const dueAt = new Date(Date.now() + 3_000).toISOString();
    const batchId = story.addBatch({ state: 'sent', publishedAt: DUE_AT, dueAt, outstanding: 212 });
    const handle = await world.startBatch(batchId);
    await handle.result();
    return handle;
  },
  async 'letter-batch-held-then-slow'(world, story) {
    const batchId = story.addBatch({ held: true });
    const uploading = story.pauseAt('uploadTemp');
    const handle = await world.startBatch(batchId, { transferTicketMs: 200 });
    await eventually(() => story.called('readBatch').length === 1);
    story.row(batchId).held = false;
    await handle.signal(hintSignal);
    await uploading.arrived;
    await eventually(() => story.tickets.size === 1);
    uploading.letGo();
    return endWell(story, handle, batchId);
  },
  async 'letter-batch-temp-gone'(world, story) {
    const batchId = story.addBatch();
    story.interrupt('publishTemp', () => {
      story.letGo('publishTemp');
      return { kind: 'temp-gone' };
    });
    return endWell(story, await world.startBatch(batchId), batchId);
  },
  async 'print-run'(world, story) {
    const serviceId = aServiceId();
    story.run.preparing = [2];
    story.run.pageSize = 2;
    story.run.claimed = [1, 2, 3].map((number) => story.addBatch({ batchId: aBatchId({ number, serviceId }) }));
    story.addBatch({ batchId: aBatchId({ runNo: 2, serviceId }), state: 'published' });
    await world.startBatch(story.run.claimed[1] ?? aBatchId());
    return runOnce(world, { preparingPollMs: 100 });
  },
  'print-run-with-nothing-to-do': (world) => runOnce(world),
  'inbound-file-applied': (world) => ingest(world),
  'inbound-file-refused': (world, story) => {
    story.files.refused = 'line 7 has two fields';
    return ingest(world);
  },
};

async function runOnce(world: World, waits = {}): Promise<WorkflowHandle> {
  const run = await world.client.workflow.start<typeof printRun>('printRun', {
    workflowId: workflowIds.printRun(DAY, 1),
    taskQueue: TASK_QUEUES.letters,
    args: [{ run: { day: DAY, runNo: 1 }, waits }],
  });
  await run.result();
  return run;
}

async function ingest(world: World): Promise<WorkflowHandle> {
  const sha256 = aSha256();
  const intake = await world.client.workflow.start<typeof inboundFile>('inboundFile', {
    workflowId: workflowIds.inboundFile(sha256),
    taskQueue: TASK_QUEUES.letters,
    args: [{ sha256 }],
  });
  await intake.result();
  return intake;
}

async function bundle(folder: string): Promise<{ codePath: string }> {
  const codePath = join(folder, 'workflows.js');
  const workflowsPath = require.resolve('../../src/workflows');
  const { code } = await bundleWorkflowCode({ workflowsPath, logger: new DefaultLogger('WARN') });
  await writeFile(codePath, code);
  return { codePath };
}

async function record(): Promise<void> {
  const target = join(__dirname, version);
  await mkdir(target);
  const folder = await mkdtemp(join(tmpdir(), 'postroom-record-'));
  const world = await openWorld(await startOwnServer([], await bundle(folder)));
  for (const [name, tell] of Object.entries(recordings)) {
    const handle = await tell(world, world.tell());
    const history: unknown = JSON.parse(historyToJSON(await handle.fetchHistory()));
    await writeFile(join(target, `${name}.json`), JSON.stringify({ workflowId: handle.workflowId, history }, null, 1));
    await world.endStory();
  }
  await world.close();
  await rm(folder, { recursive: true });
}

void record();
