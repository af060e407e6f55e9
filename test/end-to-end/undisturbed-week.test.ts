/**
 * A week in which nothing goes wrong, over a weekend and a clock change: nobody is called. The real server reckons when each
 * of our Schedules would start; at that time the real workflows run on Postgres, S3 and SFTP. They live on virtual time, so
 * that each batch waits for the printer through its night or its weekend. Of the starts that come by interval only some are
 * made: those at which something is first seen or would be missed, and some in between.
 */
import { scheduleIds } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import { type Day, type TimeOfDay, addDays, londonDayOf, londonInstant } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import { schedules } from '../../src/schedules';
import { aDay } from '../activities/world';
import { startsWithin } from './scheduled-starts';
import { openWeek } from './week-scene';

/** The Thursday before the clocks go back, this October or next: virtual time is never behind the real one. */
function nextFirstDay(now: Date): Day {
  const ofYear = (year: number): Day => {
    const last = aDay(`${year}-10-31`);
    return addDays(last, -new Date(last).getUTCDay() - 3);
  };
  const thisYear = ofYear(now.getUTCFullYear());
  return londonInstant(thisYear, '00:00') > now ? thisYear : ofYear(now.getUTCFullYear() + 1);
}

const FIRST = nextFirstDay(new Date());
const CLOCK_CHANGE = addDays(FIRST, 3);
const DAYS = Array.from({ length: 8 }, (_, index) => addDays(FIRST, index));
const FROM = londonInstant(FIRST, '00:00');
const UNTIL = londonInstant(addDays(FIRST, 8), '00:00');
/** Of eight days, one of them with 25. */
const HOURS = 8 * 24 + 1;
/** October has no bank holidays in any year, so that the calendar may be said to reach that far. */
const CALENDAR = { ...ENGLAND_AND_WALES, lastKnown: addDays(FIRST, 365) };

/** Said here once more, so that the rule that is tested does not judge itself. */
const WEEKEND = [addDays(FIRST, 2), CLOCK_CHANGE];
const isWorking = (day: Day): boolean => !WEEKEND.includes(day);
const workingDayAfter = (day: Day): Day => DAYS.find((other) => other > day && isWorking(other)) ?? addDays(day, 1);

interface Moment {
  readonly at: Date;
  readonly happens: (at: Date) => Promise<unknown>;
}

/** Of these, batches take notice. */
const CHANGING: readonly string[] = [scheduleIds.printRun, scheduleIds.pollPrinter, scheduleIds.deadlineCheck];

/** When the stuck check has its first word about something, and in between. */
const STUCK_CHECKS = ['00:00', '07:00', '10:00', '13:00', '18:00', '18:20', '21:00'] as const;

/** Enough of the starts that come by interval. */
function isMade(id: string, at: Date): boolean {
  const day = londonDayOf(at);
  const isAt = (times: readonly TimeOfDay[]) =>
    times.some((time) => londonInstant(day, time).getTime() === at.getTime());
  switch (id) {
    case scheduleIds.stuckCheck:
      return (
        isAt(STUCK_CHECKS) || (day === CLOCK_CHANGE && at < londonInstant(day, '04:00') && at.getUTCMinutes() === 0)
      );
    case scheduleIds.pollPrinter:
      return isAt(['12:05', '12:10', '20:05', '20:10']);
    case scheduleIds.pollResponses:
    case scheduleIds.ticketDelivery:
      return isAt(['11:00', '22:00']);
    default:
      return true;
  }
}

describe('An undisturbed week', () => {
  let week: Awaited<ReturnType<typeof openWeek>>;
  beforeAll(async () => void (week = await openWeek(CALENDAR)));
  afterAll(() => week.close());

  const results = new Map<string, unknown[]>();
  const ends: Awaited<ReturnType<typeof week.endOf>>[] = [];
  let answered: readonly BatchId[] = [];

  async function run(id: string, at: Date): Promise<void> {
    if (CHANGING.includes(id)) await week.reach(at);
    const result = await week.run(id, at);
    results.set(id, [...(results.get(id) ?? []), result]);
    if (id !== scheduleIds.pollPrinter || (result as { files: number }).files === 0) return;
    await week.untilApplied();
    ends.push(...(await Promise.all(answered.map((batchId) => week.endOf(batchId)))));
    answered = [];
  }

  /** At noon of a working day the printer answers for all that it took in before. */
  async function respond(at: Date): Promise<void> {
    answered = await week.openBatches();
    if (answered.length > 0) await week.printer.respond(at);
  }

  function everyday(day: Day): readonly Moment[] {
    const moments: readonly (readonly [TimeOfDay, Moment['happens']])[] = [
      ['09:01', week.accept],
      ...(isWorking(day) ? ([['12:01', respond]] as const) : []),
      ['17:29', week.accept],
      ['20:01', week.printer.acknowledge],
    ];
    return moments.map(([time, happens]) => {
      const at = londonInstant(day, time);
      return { at, happens: () => week.reach(at).then(() => happens(at)) };
    });
  }

  it('Raises no ticket, whichever check is made, and ends each batch with the answer for its letters', async () => {
    const starts = await startsWithin(week, schedules(), [FROM, UNTIL]);
    expect(Object.fromEntries([...starts].map(([id, times]) => [id, times.length]))).toEqual({
      [scheduleIds.printRun]: 8,
      [scheduleIds.deadlineCheck]: 8,
      [scheduleIds.acknowledgementCheck]: 8,
      [scheduleIds.retention]: 8,
      [scheduleIds.pollPrinter]: HOURS * 12,
      [scheduleIds.pollResponses]: HOURS * 12,
      [scheduleIds.stuckCheck]: HOURS * 6,
      [scheduleIds.ticketDelivery]: HOURS * 60,
    });
    const scheduled = [...starts].flatMap(([id, times]) =>
      times.filter((at) => isMade(id, at)).map((at): Moment => ({ at, happens: () => run(id, at) })),
    );
    const moments = [...scheduled, ...DAYS.flatMap(everyday)];
    for (const { at, happens } of moments.sort((one, other) => one.at.getTime() - other.at.getTime())) {
      await happens(at);
    }

    expect(await week.tickets.list({ open: true })).toEqual([]);
    expect(await week.tickets.list({ open: false })).toEqual([]);
    expect(week.outside.tickets).toEqual([]);
    const taken = { kind: 'dispatched', runNo: 1, batches: 2, letters: 4, leftBehind: 0 };
    expect(results.get(scheduleIds.printRun)).toEqual(DAYS.map((day) => ({ ...taken, day })));
    expect(results.get(scheduleIds.deadlineCheck)).toMatchObject(
      DAYS.map((day) => ({ kind: isWorking(day) ? 'clear' : 'skipped' })),
    );
    expect(new Set(results.get(scheduleIds.stuckCheck)?.map((one) => JSON.stringify(one)))).toEqual(
      new Set([JSON.stringify({ opened: 0, closed: 0, restarted: 0 })]),
    );
    expect(week.outside.volumes.map(({ run: { day }, isComplete }) => [day, isComplete])).toEqual(
      DAYS.map((day) => [day, true]),
    );
    // On its own time each batch waited until the poll after the answer; those of the last evening still do.
    expect(ends).toEqual(
      DAYS.slice(0, -1).flatMap((day) => {
        const at = londonInstant(workingDayAfter(day), '12:10').toISOString().slice(0, 16);
        return [1, 2].map(() => ({ kind: 'closed', letters: 2, day, at }));
      }),
    );
    expect(await week.openBatches()).toHaveLength(2);
  }, 600_000);
});
