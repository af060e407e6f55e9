/**
 * A week in which nothing goes wrong, over a weekend and a clock change: nobody is called. The real server reckons when each of our
 * Schedules would start; the activities of its workflow then run in that order on Postgres, S3 and SFTP, with the clock set to
 * the time. The workflows themselves do not run here (test/workflows has them), the stuck check is made each hour and when its
 * day's first verdicts fall due instead of each ten minutes, the outbox and the prefix are looked into four times a day.
 */
import type { Activities } from '../../src/contract';
import { scheduleIds } from '../../src/contract';
import { type Day, addDays, isWorkingDay, londonDayOf, londonInstant } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import type { NewLetter } from '../../src/domain/letter';
import { createSchedules } from '../../src/adapters/temporal/create-schedules';
import { schedules } from '../../src/schedules';
import { connectTemporal } from '../support/temporal';
import { aService, anAcceptedLetter, anInboundFile, lineOf, rowOf } from './arrange';
import { type World, aDay, must, openWorld, run } from './world';

/** A Thursday; the clocks go back in the night to Sunday the 25th. */
const FIRST = aDay('2026-10-22');
const DAYS = Array.from({ length: 8 }, (_, index) => addDays(FIRST, index));
const FROM = londonInstant(FIRST, '00:00');
const UNTIL = londonInstant(addDays(FIRST, 8), '00:00');
const HOUR_SECONDS = 3_600;
const HOUR_MS = HOUR_SECONDS * 1_000;
const HALF_DAY_MS = 43_200_000;
/** Of eight days, one of them with 25. */
const HOURS = 8 * 24 + 1;

interface Moment {
  readonly at: Date;
  readonly happens: () => Promise<unknown>;
}

/** When each of our Schedules starts its workflow in that week, as the real server reckons it. */
async function startsOf(): Promise<ReadonlyMap<string, readonly Date[]>> {
  const { client, connection, namespace, close } = await connectTemporal();
  const ours = createSchedules(client, schedules(HOUR_SECONDS));
  await ours.ensure();
  const starts = new Map<string, readonly Date[]>();
  const seconds = (at: Date) => ({ seconds: (at.getTime() / 1000) as never, nanos: 0 });
  for (const id of Object.values(scheduleIds)) {
    const times = new Set<number>();
    // The server answers with a thousand times at most.
    for (let from = FROM; from < UNTIL; from = new Date(from.getTime() + HALF_DAY_MS)) {
      const until = new Date(Math.min(from.getTime() + HALF_DAY_MS, UNTIL.getTime()));
      const asked = { namespace, scheduleId: id, startTime: seconds(from), endTime: seconds(until) };
      const { startTime } = await connection.workflowService.listScheduleMatchingTimes(asked);
      for (const start of startTime) times.add(Number(start.seconds) * 1000);
    }
    starts.set(
      id,
      [...times].map((at) => new Date(at)),
    );
    await client.schedule.getHandle(id).delete();
  }
  await close();
  return starts;
}

/** Enough of the checks that come by interval: all that they weigh is hours old, but for a run that did not start by 18:20. */
function isMade(id: string, at: Date): boolean {
  const sinceMidnight = at.getTime() - londonInstant(londonDayOf(at), '00:00').getTime();
  if (id === scheduleIds.ticketDelivery) return false; // without a ticket there is nothing to tell
  if (id === scheduleIds.pollPrinter || id === scheduleIds.pollResponses) return sinceMidnight % (6 * HOUR_MS) === 0;
  if (id !== scheduleIds.stuckCheck) return true;
  return sinceMidnight % HOUR_MS === 0 || at.getTime() === londonInstant(londonDayOf(at), '18:20').getTime();
}

const isWorking = (day: Day): boolean => {
  const working = isWorkingDay(day, ENGLAND_AND_WALES);
  return working.ok && working.value;
};

describe('An undisturbed week', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  /** Letters that were sent and not answered yet. */
  let waiting: NewLetter[] = [];
  let accepted: NewLetter[] = [];
  let done = 0;
  const act = <Name extends keyof Activities>(name: Name, input: Parameters<Activities[Name]>[0]) =>
    run(world.activities, name, input);

  async function accept(at: Date): Promise<void> {
    const service = await aService(world);
    for (let made = 0; made < 2; made += 1) {
      accepted.push(await anAcceptedLetter(world, service, { day: londonDayOf(at), createdAt: at }));
    }
    for (const shard of [0, 1, 2, 3]) await act('prepareLetters', { shard });
  }

  async function takeIn(text: string, name: string): Promise<void> {
    const sha256 = await anInboundFile(world, text, name);
    for (const step of ['readInboundFile', 'applyInboundFile', 'reportInboundFile'] as const)
      await act(step, { sha256 });
  }

  /** The whole evening: the run, its batches, and the printer's acknowledgement. */
  async function printRun(at: Date): Promise<void> {
    const opened = await act('openRun', { scheduledAt: at.toISOString(), owner: `print-run-${at.toISOString()}` });
    const asked = { day: opened.day, runNo: opened.runNo };
    const { batchIds } = await act('claimBatches', { ...asked, afterPosition: 0 });
    const lines: string[] = [];
    for (const batchId of batchIds) {
      await act('sealBatch', { batchId });
      const uploaded = await act('uploadTemp', { batchId });
      if (uploaded.kind !== 'uploaded') throw new Error(`not uploaded: ${uploaded.kind}`);
      await act('publishTemp', { batchId, temp: uploaded.temp });
      await act('markSending', { batchId });
      lines.push(`${must((await rowOf(world, batchId)).zip).zipName}|20261022200000\n`);
    }
    await act('finishRun', asked);
    await takeIn(lines.join(''), `NOTIFY.${asked.day.replaceAll('-', '')}200000.ACK.TXT`);
    waiting.push(...accepted);
    accepted = [];
  }

  /** At noon of a working day the printer answers for all that it was sent until then. */
  async function respond(day: Day): Promise<void> {
    if (waiting.length === 0) return;
    await takeIn(waiting.map((letter) => lineOf(letter)).join(''), `NOTIFY-${day.replaceAll('-', '')}120000-RSP.TXT`);
    done += waiting.length;
    waiting = [];
  }

  const checks: Readonly<Record<string, (at: Date) => Promise<unknown>>> = {
    [scheduleIds.printRun]: printRun,
    [scheduleIds.pollPrinter]: () => act('pollPrinter', undefined),
    [scheduleIds.pollResponses]: () => act('pollResponses', undefined),
    [scheduleIds.deadlineCheck]: (at) => act('checkDeadline', { at: at.toISOString() }),
    [scheduleIds.acknowledgementCheck]: (at) => act('checkAcknowledgements', { at: at.toISOString() }),
    [scheduleIds.retention]: (at) => act('eraseLetters', { at: at.toISOString() }),
    [scheduleIds.stuckCheck]: async (instant) => {
      const at = instant.toISOString();
      for (const look of [
        'checkStillCreated',
        'checkPreparing',
        'checkTechnicalFailures',
        'checkRunStarted',
      ] as const) {
        await act(look, { at });
      }
      await act('checkCalendar', { at });
      await act('closeTickets', undefined);
    },
  };

  it('Raises no ticket, whichever check is made', async () => {
    const starts = await startsOf();
    expect([...starts].map(([id, times]) => [id, times.length])).toEqual([
      [scheduleIds.printRun, 8],
      [scheduleIds.pollPrinter, HOURS],
      [scheduleIds.pollResponses, HOURS],
      [scheduleIds.deadlineCheck, 8],
      [scheduleIds.acknowledgementCheck, 8],
      [scheduleIds.retention, 8],
      [scheduleIds.stuckCheck, HOURS * 6],
      [scheduleIds.ticketDelivery, HOURS * 60],
    ]);
    const scheduled = [...starts].flatMap(([id, times]) =>
      times.filter((at) => isMade(id, at)).map((at): Moment => ({ at, happens: () => must(checks[id])(at) })),
    );
    const everyday = DAYS.flatMap((day): Moment[] => [
      { at: londonInstant(day, '09:01'), happens: () => accept(londonInstant(day, '09:01')) },
      { at: londonInstant(day, '17:29'), happens: () => accept(londonInstant(day, '17:29')) },
      { at: londonInstant(day, '12:01'), happens: () => (isWorking(day) ? respond(day) : Promise.resolve()) },
    ]);
    const week = [...scheduled, ...everyday].sort((one, other) => one.at.getTime() - other.at.getTime());
    for (const { at, happens } of week) {
      world.setNow(at);
      await happens();
    }
    expect(await world.tickets.list({ open: true })).toEqual([]);
    expect(await world.tickets.list({ open: false })).toEqual([]);
    // Eight days of four letters, those of the last evening still with the printer.
    expect([done, waiting.length, accepted.length]).toEqual([28, 4, 0]);
  });
});
