import { type Day, addDays, cutOffOf, londonDayOf, londonInstant, printDayOf } from '../../src/domain/calendar';
import { day } from './arbitraries';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const YEARS = Array.from({ length: 18 }, (_, index) => 2018 + index);

/** The law, beside any time zone data: London's clock is an hour ahead from 01:00 UTC on March's last Sunday to October's. */
function lastSunday(year: number, month: number): Date {
  const last = new Date(Date.UTC(year, month, 0, 1));
  return new Date(last.getTime() - last.getUTCDay() * 24 * HOUR);
}
const changes = YEARS.flatMap((year) => [lastSunday(year, 3), lastSunday(year, 10)]);
const summers = new Map(YEARS.map((year) => [year, { from: lastSunday(year, 3), until: lastSunday(year, 10) }]));

/** What a clock on a wall in London shows, written as if it were UTC. */
function wallClock(instant: Date): string {
  const summer = summers.get(instant.getUTCFullYear());
  const ahead = summer && instant >= summer.from && instant < summer.until ? HOUR : 0;
  return new Date(instant.getTime() + ahead).toISOString();
}

const dayOfChange = (change: Date): Day => day(change.toISOString().slice(0, 10));

interface Minute {
  readonly instant: Date;
  readonly today: string;
  readonly time: string;
}

/** Every minute of the London days before, of and after a change, with what the wall clock shows. */
function* minutesAround(change: Date): Generator<Minute> {
  const first = addDays(dayOfChange(change), -1);
  const last = addDays(dayOfChange(change), 1);
  for (let at = change.getTime() - 48 * HOUR; at < change.getTime() + 48 * HOUR; at += MINUTE) {
    const instant = new Date(at);
    const [today = '', time = ''] = wallClock(instant).split('T');
    if (today >= first && today <= last) yield { instant, today, time };
  }
}

describe('On the days around each clock change from 2018 to 2035', () => {
  it('there are two changes a year, and their days have 23 and 25 hours', () => {
    const lengths = changes.map((change) => {
      const today = dayOfChange(change);
      return (londonInstant(addDays(today, 1), '00:00').getTime() - londonInstant(today, '00:00').getTime()) / HOUR;
    });
    expect(lengths).toEqual(YEARS.flatMap(() => [23, 25]));
  });

  it('a letter of any minute belongs to the day that a wall clock in London gives it', () => {
    const wrong: string[] = [];
    let minutes = 0;
    for (const change of changes) {
      for (const { instant, today, time } of minutesAround(change)) {
        minutes += 1;
        const printDay = time < '17:30' ? day(today) : addDays(day(today), 1);
        if (londonDayOf(instant) !== today || printDayOf(instant) !== printDay) wrong.push(instant.toISOString());
      }
    }
    expect(wrong).toEqual([]);
    expect(minutes).toBe(YEARS.length * 2 * 3 * 24 * 60);
  });

  it('a wall clock in London shows 17:30 at the cut-off and 17:29 a moment before', () => {
    for (const today of changes.flatMap((change) => [-1, 0, 1].map((n) => addDays(dayOfChange(change), n)))) {
      const cutOff = cutOffOf(today);
      const before = new Date(cutOff.getTime() - 1);
      expect(wallClock(cutOff)).toBe(`${today}T17:30:00.000Z`);
      expect([printDayOf(before), printDayOf(cutOff)]).toEqual([today, addDays(today, 1)]);
    }
  });
});
