import type { StuckCheckResult } from '../../src/contract';
import { TASK_QUEUES } from '../../src/contract';
import { ApplicationFailure } from '@temporalio/common';
import type { retention, stuckCheck, ticketDelivery } from '../../src/workflows';
import { summaries } from './web-ui';
import { type World, openWorld } from './world';

const AT = '2026-07-06T15:30:00.000Z';
const LOOKS = [
  'checkStillCreated',
  'checkPreparing',
  'checkTechnicalFailures',
  'checkRunStarted',
  'checkCalendar',
  'retryUnapplied',
  'sendVolumes',
  'closeTickets',
  'restartLost',
] as const;

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const start = () =>
  world.client.workflow.start<typeof stuckCheck>('stuckCheck', {
    workflowId: 'stuck-check-test',
    taskQueue: TASK_QUEUES.letters,
    args: [{ at: AT }],
  });

describe('The stuck check', () => {
  it('Takes every look at its own instant, and says what it opened, closed and started again', async () => {
    const story = world.tell();
    const handle = await start();
    expect(await handle.result()).toEqual({ opened: 6, closed: 6, restarted: 3 } satisfies StuckCheckResult);
    expect(story.names().sort()).toEqual([...LOOKS].sort());
    for (const name of LOOKS.slice(0, 6)) expect(story.called(name)).toMatchObject([{ input: { at: AT } }]);
    expect((await summaries(handle)).filter(([, summary]) => !summary)).toEqual([]);
  });

  it.each(LOOKS)('%s fails: the others look all the same, and the check says which failed', async (name) => {
    const story = world.tell();
    story.interrupt(name, () => {
      throw ApplicationFailure.nonRetryable('no', 'Final');
    });
    await expect((await start()).result()).rejects.toMatchObject({
      cause: { type: 'Final', message: expect.stringMatching(/^These looks failed: [^,]+$/) as string },
    });
    expect([...new Set(story.names())].sort()).toEqual([...LOOKS].sort());
  });
});

it('Retention erases letters at its own instant, and then the zips that are left of none', async () => {
  const story = world.tell();
  const options = { workflowId: 'retention-test', taskQueue: TASK_QUEUES.letters, args: [{ at: AT }] as [object] };
  const handle = await world.client.workflow.start<typeof retention>('retention', options);
  expect(await handle.result()).toEqual({ letters: 5, zips: 2 });
  expect(story.names()).toEqual(['eraseLetters', 'eraseZips']);
  expect(story.called('eraseLetters')).toMatchObject([{ input: { at: AT } }]);
});

it('The delivery of tickets is one activity, and says how many went out', async () => {
  world.tell();
  const options = { workflowId: 'delivery-test', taskQueue: TASK_QUEUES.letters };
  const handle = await world.client.workflow.start<typeof ticketDelivery>('ticketDelivery', options);
  expect(await handle.result()).toEqual({ delivered: 3, failed: 1 });
});
