import { createSchedules } from '../../src/adapters/temporal/create-schedules';
import { scheduleIds } from '../../src/contract';
import { schedules } from '../../src/schedules';
import { eventually } from '../support/eventually';
import { DAY } from './story';
import { type World, openWorld } from './world';

/** 17:50 in London's summer. */
const AT = '2026-07-01T16:50:00';

let world: World;
beforeAll(async () => {
  world = await openWorld();
  const ours = createSchedules(world.client, schedules());
  await ours.ensure();
  // Paused, so that only what a test asks for is started.
  for (const id of Object.values(scheduleIds)) await ours.pause(id, 'a test');
});
afterEach(() => world.endStory());
afterAll(async () => {
  for (const id of Object.values(scheduleIds)) await world.client.schedule.getHandle(id).delete();
  await world.close();
});

/** Starts what the schedule would have started at that time, now. */
async function startLate(id: string, at: string) {
  const instant = new Date(`${at}Z`);
  await world.client.schedule.getHandle(id).backfill({
    start: new Date(instant.getTime() - 60_000),
    end: new Date(instant.getTime() + 60_000),
    overlap: 'ALLOW_ALL',
  });
  const handle = world.client.workflow.getHandle(`${id}-${at}Z`);
  await eventually(() => handle.describe());
  return handle;
}

describe('A scheduled start, however late', () => {
  it('A print run opens the run of the day for which it was scheduled, in its own name', async () => {
    const story = world.tell();
    const run = await startLate(scheduleIds.printRun, AT);
    expect(await run.result()).toMatchObject({ kind: 'nothing-to-do', day: DAY, runNo: 1 });
    expect(story.run).toMatchObject({ scheduledAt: `${AT}.000Z`, owner: `print-run-${AT}Z` });
  });

  it('A print run of a day that another has opened leaves it alone', async () => {
    const story = world.tell();
    story.run.owner = 'somebody else';
    const run = await startLate(scheduleIds.printRun, '2026-07-02T16:50:00');
    expect(await run.result()).toEqual({ kind: 'already-run', day: DAY, runNo: 1 });
    expect(story.names()).toEqual(['openRun']);
  });

  it.each([
    [scheduleIds.deadlineCheck, '2026-07-06T15:30:00', 'checkDeadline'],
    [scheduleIds.deadlineCheck, '2026-12-07T16:30:00', 'checkDeadline'],
    [scheduleIds.acknowledgementCheck, '2026-07-06T22:00:00', 'checkAcknowledgements'],
    [scheduleIds.retention, '2026-07-06T02:00:00', 'eraseLetters'],
    [scheduleIds.stuckCheck, '2026-07-06T05:50:00', 'checkStillCreated'],
  ] as const)('%s looks at its own instant, %s', async (id, at, activity) => {
    const story = world.tell();
    await (await startLate(id, at)).result();
    expect(story.called(activity).map(({ input }) => input)).toEqual([{ at: `${at}.000Z` }]);
  });

  it('The printer is polled', async () => {
    const story = world.tell();
    await world.client.schedule.getHandle(scheduleIds.pollPrinter).trigger();
    await eventually(() => story.called('pollPrinter').length === 1);
  });
});
