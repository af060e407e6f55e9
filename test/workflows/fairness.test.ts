import { Worker } from '@temporalio/worker';
import { callbackDrainOptions } from '../../src/adapters/temporal/callback-drain';
import { TASK_QUEUES } from '../../src/contract';
import type { ServiceId } from '../../src/domain/letter';
import type { callbackDrain } from '../../src/workflows';
import { eventually } from '../support/eventually';
import { aServiceId } from './story';
import { type World, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const MANY = 60;

/** Pages of a service wait for a worker, each from a drain of its own. */
async function pagesWait(serviceId: ServiceId, count: number): Promise<void> {
  const { client } = world;
  const ids = Array.from({ length: count }, (_, index) => `callbacks-${serviceId}-${index}`);
  const start = (workflowId: string) =>
    client.workflow.start<typeof callbackDrain>('callbackDrain', {
      ...callbackDrainOptions(serviceId),
      workflowId,
      taskQueue: TASK_QUEUES.letters,
    });
  const drains = await Promise.all(ids.map(start));
  await eventually(async () => {
    const described = await Promise.all(drains.map((drain) => drain.describe()));
    return described.every(({ raw }) =>
      raw.pendingActivities?.some(({ activityType }) => activityType?.name === 'sendCallbacks'),
    );
  });
}

it('Many pages of one service that wait for a worker hold up no page of another', async () => {
  const [busy, other] = [aServiceId(), aServiceId()];
  const { nativeConnection: connection, namespace, workflowBundle } = world;
  const order: ServiceId[] = [];
  const common = { connection, namespace, identity: 'test' };
  await world.exchangeWorkers(async () => {
    const looking = await Worker.create({
      ...common,
      taskQueue: TASK_QUEUES.letters,
      workflowBundle,
      activities: { lookForCallbacks: () => ({ pages: 1, waitMs: null }) },
    });
    const lookingEnds = looking.run();
    await pagesWait(busy, MANY);
    await pagesWait(other, 1);
    const sending = await Worker.create({
      ...common,
      taskQueue: TASK_QUEUES.callbacks,
      maxConcurrentActivityTaskExecutions: 1,
      activities: {
        sendCallbacks: ({ serviceId }: { serviceId: ServiceId }) => {
          order.push(serviceId);
          return { delivered: 1, failed: 0, exhausted: 0 };
        },
      },
    });
    const sendingEnds = sending.run();
    await eventually(() => order.includes(other));
    sending.shutdown();
    looking.shutdown();
    await Promise.all([sendingEnds, lookingEnds]);
  });
  expect(order.indexOf(other)).toBeLessThan(MANY / 3);
});
