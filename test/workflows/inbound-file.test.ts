import { TASK_QUEUES, workflowIds } from '../../src/contract';
import type { inboundFile, pollPrinter } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { aSha256 } from './story';
import { summaries } from './web-ui';
import { type World, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const ingest = (sha256 = aSha256()) =>
  world.client.workflow.start<typeof inboundFile>('inboundFile', {
    workflowId: workflowIds.inboundFile(sha256),
    taskQueue: TASK_QUEUES.letters,
    args: [{ sha256 }],
  });

const poll = () =>
  world.client.workflow.start<typeof pollPrinter>('pollPrinter', {
    workflowId: 'poll-printer',
    taskQueue: TASK_QUEUES.letters,
  });

describe("The printer's files", () => {
  it('A file with a failed letter is applied, reported and hinted, and its workflow completes', async () => {
    const story = world.tell();
    const handle = await ingest();
    const result = { kind: 'applied', file: 'response', counts: { delivered: 2, failed: 1 } };
    expect(await handle.result()).toEqual(result);
    expect(story.names()).toEqual(['readInboundFile', 'applyInboundFile', 'reportInboundFile', 'hintBatches']);
    expect(await summaries(handle)).toContainEqual(['applyInboundFile', 'Apply 3 lines of the response file']);
  });

  it('A file that cannot be read is refused, with nothing applied', async () => {
    const story = world.tell();
    story.files.refused = 'line 7 has two fields';
    expect(await (await ingest()).result()).toEqual({ kind: 'refused', reason: 'line 7 has two fields' });
    expect(story.names()).toEqual(['readInboundFile']);
  });

  it('A worker that dies in mid-file leaves it to the next, which goes on', async () => {
    const story = world.tell();
    story.interrupt('applyInboundFile', () => {
      story.letGo('applyInboundFile');
      throw new Error('connection reset');
    });
    expect((await (await ingest()).result()).kind).toBe('applied');
    expect(story.called('readInboundFile')).toHaveLength(1);
  });
});

describe('A poll', () => {
  it('Starts an intake for every file that waits, but the one that runs already', async () => {
    const story = world.tell();
    story.files.waiting = [aSha256(), aSha256(), aSha256()];
    const pause = story.pauseAt('readInboundFile');
    const running = await ingest(story.files.waiting[1]);
    await pause.arrived;

    const polled = await poll();
    expect(await polled.result()).toEqual({ files: 3 });
    await eventually(() => story.called('hintBatches').length === 2);
    pause.letGo();
    await running.result();
    expect(story.called('readInboundFile')).toHaveLength(3);
  });

  it.each(['printer', 'responses'] as const)(
    'Of the %s that fails for long has a ticket, and goes on',
    async (source) => {
      const story = world.tell();
      const activity = source === 'printer' ? 'pollPrinter' : 'pollResponses';
      const pause = story.pauseAt(activity);
      const started = await world.client.workflow.start<typeof pollPrinter>(activity, {
        workflowId: `poll-${source}`,
        taskQueue: TASK_QUEUES.letters,
        args: [{ waits: { ticketMs: 50 } }],
      });
      await eventually(() => story.tickets.has(`poll-failing:${source}`));
      pause.letGo();
      expect(await started.result()).toEqual({ files: 0 });
    },
  );

  it('That goes well has no ticket', async () => {
    const story = world.tell();
    await (await poll()).result();
    expect(story.names()).toEqual(['pollPrinter']);
  });

  it('Files that wait still at the next poll are started again', async () => {
    const story = world.tell();
    story.files.waiting = [aSha256()];
    for (const times of [1, 2]) {
      await (await poll()).result();
      await eventually(() => story.called('hintBatches').length === times);
    }
  });
});
