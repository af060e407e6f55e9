import type { WorkflowHandle } from '@temporalio/client';
import { createHinting } from '../../src/adapters/temporal/hint-workflows';
import { createRestarts } from '../../src/adapters/temporal/restart-workflows';
import { TASK_QUEUES, hintSignal, searchAttributes, workflowIds } from '../../src/contract';
import type { ServiceId } from '../../src/domain/letter';
import type { callbackDrain } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { aServiceId } from './story';
import { summaries } from './web-ui';
import { type World, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const NOTHING = { pages: 0, waitMs: null };
const startDrain = (serviceId: ServiceId): Promise<WorkflowHandle<typeof callbackDrain>> =>
  world.client.workflow.start<typeof callbackDrain>('callbackDrain', {
    workflowId: workflowIds.callbackDrain(serviceId),
    taskQueue: TASK_QUEUES.letters,
    args: [{ serviceId }],
  });

describe('The callbacks of a service', () => {
  it('Go out page by page, as many at once as a look allows, and the drain ends when none waits', async () => {
    const story = world.tell();
    const serviceId = aServiceId();
    const looks = [
      { pages: 2, waitMs: 0 },
      { pages: 1, waitMs: 0 },
      { pages: 0, waitMs: 20 },
      { pages: 1, waitMs: 0 },
    ];
    story.interrupt('lookForCallbacks', () => looks.shift() ?? NOTHING);
    const drain = await startDrain(serviceId);
    await drain.result();
    expect(story.called('sendCallbacks').map(({ input }) => input)).toEqual(Array(4).fill({ serviceId }));
    expect(story.called('lookForCallbacks')).toHaveLength(5);
    expect((await summaries(drain)).filter(([, summary]) => !summary)).toEqual([]);
  });

  it('A hint that comes during the last look is served before the drain ends', async () => {
    const story = world.tell();
    const pause = story.pauseAt('lookForCallbacks');
    const drain = await startDrain(aServiceId());
    await pause.arrived;
    await drain.signal(hintSignal);
    pause.letGo();
    await drain.result();
    expect(story.called('lookForCallbacks')).toHaveLength(2);
  });

  it('A hint ends the wait for the next that is due', async () => {
    const story = world.tell();
    const looks = [{ pages: 0, waitMs: 3_600_000 }];
    story.interrupt('lookForCallbacks', () => looks.shift() ?? NOTHING);
    const drain = await startDrain(aServiceId());
    await eventually(async () => (await summaries(drain)).some(([name]) => name === 'timer'));
    await drain.signal(hintSignal);
    await drain.result();
  });

  it('A history of 1,500 events is left behind, and the drain goes on', async () => {
    const story = world.tell();
    story.interrupt('lookForCallbacks', () => ({ pages: 1, waitMs: 0 }));
    const serviceId = aServiceId();
    const first = (await (await startDrain(serviceId)).describe()).runId;
    const byId = world.client.workflow.getHandle(workflowIds.callbackDrain(serviceId));
    await eventually(async () => (await byId.describe()).runId !== first);
    const { historyLength } = await world.client.workflow
      .getHandle(workflowIds.callbackDrain(serviceId), first)
      .describe();
    expect(historyLength).toBeLessThan(1_600);
    expect(story.called('sendCallbacks').length).toBeGreaterThan(10);
  });

  it('One service that hangs leaves another its drain', async () => {
    const story = world.tell();
    const [slow, quick] = [aServiceId(), aServiceId()];
    const waiting = new Set([slow, quick]);
    story.interrupt('lookForCallbacks', ({ serviceId }) =>
      waiting.has(serviceId) ? { pages: 1, waitMs: 0 } : NOTHING,
    );
    let letGo: () => void = () => undefined;
    story.interrupt('sendCallbacks', async ({ serviceId }) => {
      if (serviceId === slow) await new Promise<void>((resolve) => (letGo = resolve));
      waiting.delete(serviceId);
      return undefined;
    });
    const hanging = await startDrain(slow);
    await eventually(() => story.called('sendCallbacks').length === 1);
    await (await startDrain(quick)).result();
    letGo();
    await hanging.result();
  });
});

describe('The drain of a service', () => {
  it('Is started by a hint, found by its service, and a second hint finds it', async () => {
    world.tell().interrupt('lookForCallbacks', () => ({ pages: 0, waitMs: 3_600_000 }));
    const serviceId = aServiceId();
    const hinting = createHinting(world.client);
    await hinting.hintCallbacks([serviceId]);
    const drain = world.client.workflow.getHandle(workflowIds.callbackDrain(serviceId));
    const { runId, typedSearchAttributes } = await drain.describe();
    expect(typedSearchAttributes.get(searchAttributes.serviceId)).toBe(serviceId);
    await hinting.hintCallbacks([serviceId]);
    expect((await drain.describe()).runId).toBe(runId);
    await hinting.close();
  });

  it('That was lost is started again by the stuck check, and one that runs is left alone', async () => {
    world.tell().interrupt('lookForCallbacks', () => ({ pages: 0, waitMs: 3_600_000 }));
    const ids = [aServiceId(), aServiceId()];
    const restarts = createRestarts(world.client);
    expect(await restarts.restartCallbackDrains(ids)).toBe(2);
    expect(await restarts.restartCallbackDrains(ids)).toBe(0);
    await world.client.workflow.getHandle(workflowIds.callbackDrain(ids[0] as ServiceId)).terminate('a slip');
    expect(await restarts.restartCallbackDrains(ids)).toBe(1);
  });
});
