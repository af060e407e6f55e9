import type { ScheduleHandle } from '@temporalio/client';
import { createSchedules } from '../../../src/adapters/temporal/create-schedules';
import { scheduleIds } from '../../../src/contract';
import { schedules } from '../../../src/schedules';
import { eventually } from '../../support/eventually';
import { type TestTemporal, connectTemporal } from '../../support/temporal';

const IDS = Object.values(scheduleIds);
const outcomes = (outcome: string, but: Record<string, string> = {}) =>
  IDS.map((id) => ({ id, outcome: but[id] ?? outcome }));

let temporal: TestTemporal;
beforeAll(async () => {
  temporal = await connectTemporal();
});
afterEach(() =>
  Promise.all(
    IDS.map((id) =>
      temporal.client.schedule
        .getHandle(id)
        .delete()
        .catch(() => undefined),
    ),
  ),
);
afterAll(() => temporal.close());

const createOurs = (pollSeconds?: number) => createSchedules(temporal.client, schedules(pollSeconds));

/** No worker runs here, so what a schedule started stays open until it is ended. */
async function endRunning(handle: ScheduleHandle): Promise<void> {
  for (const { workflow } of (await handle.describe()).info.runningActions) {
    await temporal.client.workflow.getHandle(workflow.workflowId).terminate('the test has seen it');
  }
}

const londonTime = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/London', timeStyle: 'short' });

describe('Schedules', () => {
  it('Are created, and ensured again nothing changes', async () => {
    expect(await createOurs().ensure()).toEqual(outcomes('created'));
    expect(await createOurs().ensure()).toEqual(outcomes('unchanged'));
  });

  it.each([
    [scheduleIds.printRun, '17:50'],
    [scheduleIds.deadlineCheck, '16:30'],
    [scheduleIds.acknowledgementCheck, '23:00'],
    [scheduleIds.retention, '03:00'],
  ])('%s starts at %s in London, every day, in summer and in winter', async (id, time) => {
    await createOurs().ensure();
    const { workflowService } = temporal.connection;
    const range = { namespace: temporal.namespace, scheduleId: id };
    const seconds = (iso: string) => ({ seconds: Math.floor(Date.parse(iso) / 1000) as never, nanos: 0 });
    const { startTime } = await workflowService.listScheduleMatchingTimes({
      ...range,
      startTime: seconds('2026-01-01T00:00:00Z'),
      endTime: seconds('2026-12-31T23:59:59Z'),
    });
    const starts = startTime.map((start) => new Date(Number(start.seconds) * 1000));
    expect(starts).toHaveLength(365);
    expect(new Set(starts.map((start) => londonTime.format(start)))).toEqual(new Set([time]));
  });

  it('An outage delays a print run for days and a poll for a minute; a run still open delays the next, and drops none', async () => {
    await createOurs().ensure();
    const policies = await Promise.all(
      IDS.map(async (id) => [id, (await temporal.client.schedule.getHandle(id).describe()).policies] as const),
    );
    const hour = 60 * 60_000;
    const wanted = (catchupWindow: number, overlap = 'BUFFER_ONE'): unknown =>
      expect.objectContaining({ catchupWindow, overlap });
    expect(Object.fromEntries(policies)).toEqual({
      [scheduleIds.printRun]: wanted(72 * hour, 'BUFFER_ALL'),
      [scheduleIds.pollPrinter]: wanted(hour / 60),
      [scheduleIds.pollResponses]: wanted(hour / 60),
      [scheduleIds.deadlineCheck]: wanted(12 * hour),
      [scheduleIds.acknowledgementCheck]: wanted(12 * hour),
      [scheduleIds.stuckCheck]: wanted(hour / 60),
      [scheduleIds.retention]: wanted(12 * hour),
      [scheduleIds.ticketDelivery]: wanted(hour / 60),
    });
  });

  it('A changed interval is updated, and only the schedules that have it', async () => {
    await createOurs(300).ensure();
    const polls = { [scheduleIds.pollPrinter]: 'updated', [scheduleIds.pollResponses]: 'updated' };
    expect(await createOurs(1).ensure()).toEqual(outcomes('unchanged', polls));
    const { spec } = await temporal.client.schedule.getHandle(scheduleIds.pollPrinter).describe();
    expect(spec.intervals).toEqual([{ every: 1_000 }]);
    expect(await createOurs(1).ensure()).toEqual(outcomes('unchanged'));
  });

  it("An update keeps an operator's pause and note", async () => {
    await createOurs(300).ensure();
    expect(await createOurs().pause(scheduleIds.pollPrinter, 'Ann: the printer moves house')).toBe(true);
    await createOurs(60).ensure();
    const poll = (await createOurs().list()).find(({ id }) => id === scheduleIds.pollPrinter);
    expect(poll).toMatchObject({ paused: true, note: 'Ann: the printer moves house' });
    expect(await createOurs().resume(scheduleIds.pollPrinter, 'Ann: it has moved')).toBe(true);
    const resumed = (await createOurs().list()).find(({ id }) => id === scheduleIds.pollPrinter);
    expect(resumed).toMatchObject({ paused: false, note: 'Ann: it has moved' });
  });

  it('A schedule that somebody changed by hand is put right', async () => {
    await createOurs().ensure();
    await temporal.client.schedule.getHandle(scheduleIds.printRun).update((previous) => ({
      ...previous,
      spec: { calendars: [{ hour: 17, minute: 50, dayOfWeek: 'MONDAY' }], timezone: 'Europe/London' },
    }));
    expect(await createOurs().ensure()).toEqual(outcomes('unchanged', { [scheduleIds.printRun]: 'updated' }));
  });

  it('Are listed with their next start; one that is missing is left out', async () => {
    await createOurs().ensure();
    await temporal.client.schedule.getHandle(scheduleIds.deadlineCheck).delete();
    const listed = await createOurs().list();
    expect(listed.map(({ id }) => id)).toEqual(IDS.filter((id) => id !== scheduleIds.deadlineCheck));
    const run = listed.find(({ id }) => id === scheduleIds.printRun);
    expect(run).toMatchObject({ paused: false, note: null, lastAt: null });
    expect(run?.nextAt && londonTime.format(run.nextAt)).toBe('17:50');
  });

  it('An unknown schedule can be neither paused nor resumed', async () => {
    expect(await createOurs().pause('nightly', 'Ann')).toBe(false);
    expect(await createOurs().resume('nightly', 'Ann')).toBe(false);
  });

  it('One that is triggered starts now; asked often while it runs it starts once more when that has ended', async () => {
    await createOurs().ensure();
    const ours = createOurs();
    const id = scheduleIds.pollResponses;
    await ours.pause(id, 'Ann: only what is triggered starts'); // its own turn comes every five minutes, perhaps just now
    const handle = temporal.client.schedule.getHandle(id);
    const hasStarted = async (times: number) => {
      const { numActionsTaken, runningActions } = (await handle.describe()).info;
      return numActionsTaken === times && runningActions.length === 1;
    };
    expect(await ours.trigger(id)).toBe(true);
    await eventually(() => hasStarted(1));
    // The server names what it starts by the second: what is asked in the second of the last start may count as that start.
    const [{ takenAt } = { takenAt: new Date(NaN) }] = (await handle.describe()).info.recentActions;
    await eventually(() => Date.now() >= Math.floor(takenAt.getTime() / 1000) * 1000 + 1000);
    for (let asked = 0; asked < 3; asked += 1) expect(await ours.trigger(id)).toBe(true);
    // What is asked is taken in order: with this note in place, the server has dealt with all three.
    await ours.pause(id, 'Ann: all were asked');
    await eventually(async () => (await handle.describe()).state.note === 'Ann: all were asked');
    expect(await hasStarted(1)).toBe(true);
    await endRunning(handle);
    await eventually(() => hasStarted(2));
    await endRunning(handle);
    await eventually(async () => (await handle.describe()).info.runningActions.length === 0);
    expect((await handle.describe()).info.numActionsTaken).toBe(2);
  });

  it('One that is missing cannot be triggered, and says so', async () => {
    expect(await createOurs().trigger(scheduleIds.pollResponses)).toBe(false);
  });
});
