import type { Client } from '@temporalio/client';
import { type CheckInput, type CheckResult, TASK_QUEUES } from '../../src/contract';
import { instantOf } from '../../src/workflows/scheduled-start';
import { summaries } from './web-ui';
import { type World, openWorld } from './world';

const AT = '2026-07-06T15:30:00.000Z';
const TICKET: CheckResult = { kind: 'ticket', count: 3, subject: 'Letters still sending' };

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterEach(() => world.endStory());
afterAll(() => world.close());

const check = (client: Client, type: string, input: CheckInput) =>
  client.workflow.start<(input: CheckInput) => Promise<CheckResult>>(type, {
    workflowId: `${type}-test`,
    taskQueue: TASK_QUEUES.letters,
    args: [input],
  });

describe('A check', () => {
  it.each([
    ['deadlineCheck', 'checkDeadline'],
    ['acknowledgementCheck', 'checkAcknowledgements'],
  ] as const)('%s looks at the instant it was given, and answers with what it found', async (type, activity) => {
    const story = world.tell();
    story.check.result = TICKET;
    const handle = await check(world.client, type, { at: AT });
    expect(await handle.result()).toEqual(TICKET);
    expect(story.called(activity).map(({ input }) => input)).toEqual([{ at: AT }]);
    expect((await summaries(handle)).map(([, summary]) => summary)).toEqual([expect.stringContaining(AT)]);
  });

  it('A check without an instant fails instead of taking the clock', async () => {
    world.tell();
    const handle = await check(world.client, 'deadlineCheck', {});
    await expect(handle.result()).rejects.toMatchObject({ cause: { type: 'Final' } });
  });
});

describe('The instant of a scheduled start', () => {
  it.each([
    ['an array of dates', [new Date(AT)]],
    ['an array of texts', [AT]],
    ['a date', new Date(AT)],
    ['a text', AT],
  ])('Is read from %s', (_, value) => {
    expect(instantOf(value)?.toISOString()).toBe(AT);
  });

  it.each([
    ['nothing', undefined],
    ['an empty array', []],
    ['a number', 5],
    ['no date', 'soon'],
  ])('Is not read from %s', (_, value) => {
    expect(instantOf(value)).toBeUndefined();
  });
});
