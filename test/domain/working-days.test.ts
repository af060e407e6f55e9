import fc from 'fast-check';
import {
  type Day,
  addDays,
  deadlineOf,
  deadlineWindow,
  isWorkingDay,
  londonDayOf,
  londonInstant,
  nextWorkingDay,
  parseCalendar,
  previousWorkingDay,
} from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import { accepted, day, runs } from './arbitraries';

const EXHAUSTED = { ok: false, error: 'calendar-exhausted' };
const LAST = day('2027-12-28');
const allDays = (from: Day, until: Day): readonly Day[] => {
  const all: Day[] = [];
  for (let each = from; each <= until; each = addDays(each, 1)) all.push(each);
  return all;
};
const isWorking = (each: Day) => accepted(isWorkingDay(each, ENGLAND_AND_WALES));
const windowAt = (at: string) => deadlineWindow(new Date(at), ENGLAND_AND_WALES);

describe('A working day', () => {
  it.each([
    ['2026-01-05', true, 'a Monday'],
    ['2026-01-09', true, 'a Friday'],
    ['2026-01-10', false, 'a Saturday'],
    ['2026-01-11', false, 'a Sunday'],
    ['2026-01-01', false, "New Year's Day"],
    ['2023-01-02', false, "New Year's Day on the Monday after"],
    ['2023-05-08', false, 'a coronation'],
    ['2026-04-03', false, 'Good Friday'],
    ['2026-04-06', false, 'Easter Monday'],
    ['2026-12-25', false, 'Christmas Day'],
    ['2026-12-28', false, 'Boxing Day on the Monday after'],
    ['2026-12-24', true, 'Christmas Eve'],
    ['2026-03-17', true, "a holiday of Northern Ireland's"],
  ])('%s: %s, being %s', (text, working) => {
    expect(isWorking(day(text))).toBe(working);
  });

  it('is one of some 250 in each whole year that is known', () => {
    const counted = [2023, 2024, 2025, 2026].map(
      (year) => allDays(day(`${year}-01-01`), day(`${year}-12-31`)).filter(isWorking).length,
    );
    expect(counted).toEqual([251, 254, 253, 253]);
  });

  it.each([
    ['2026-01-05', '2026-01-06', '2026-01-02'],
    ['2026-01-09', '2026-01-12', '2026-01-08'],
    ['2026-01-10', '2026-01-12', '2026-01-09'],
    ['2026-04-02', '2026-04-07', '2026-04-01'],
    ['2026-04-07', '2026-04-08', '2026-04-02'],
    ['2025-12-31', '2026-01-02', '2025-12-30'],
    ['2026-12-24', '2026-12-29', '2026-12-23'],
  ])('after %s is %s, before it %s', (text, next, previous) => {
    expect(accepted(nextWorkingDay(day(text), ENGLAND_AND_WALES))).toBe(next);
    expect(accepted(previousWorkingDay(day(text), ENGLAND_AND_WALES))).toBe(previous);
  });
});

describe('The calendar', () => {
  it('refuses every day past its last known holiday, weekends too', () => {
    expect(ENGLAND_AND_WALES.lastKnown).toBe(LAST);
    expect(isWorkingDay(LAST, ENGLAND_AND_WALES)).toEqual({ ok: true, value: false });
    for (const each of allDays(addDays(LAST, 1), day('2030-12-31'))) {
      expect(isWorkingDay(each, ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    }
  });

  it('refuses what would need a day past it', () => {
    expect(nextWorkingDay(day('2027-12-24'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    expect(deadlineOf(new Date('2027-12-24T18:00:00.000Z'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    expect(deadlineOf(new Date('2027-12-23T18:00:00.000Z'), ENGLAND_AND_WALES).ok).toBe(true);
    expect(windowAt('2027-12-29T16:30:00.000Z')).toEqual(EXHAUSTED);
    expect(previousWorkingDay(day('2028-01-05'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
  });

  it('refuses every day before the year of its first known holiday', () => {
    expect(ENGLAND_AND_WALES.firstKnown).toBe('2023-01-01');
    expect(isWorkingDay(day('2023-01-01'), ENGLAND_AND_WALES)).toEqual({ ok: true, value: false });
    for (const each of allDays(day('2019-12-20'), day('2022-12-31'))) {
      expect(isWorkingDay(each, ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    }
  });

  it('refuses what would need a day before it', () => {
    expect(nextWorkingDay(day('2022-12-30'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    expect(nextWorkingDay(day('2022-12-31'), ENGLAND_AND_WALES)).toEqual({ ok: true, value: '2023-01-03' });
    expect(previousWorkingDay(day('2023-01-03'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
    expect(windowAt('2023-01-03T16:30:00.000Z')).toEqual(EXHAUSTED);
    expect(windowAt('2022-12-28T16:30:00.000Z')).toEqual(EXHAUSTED);
    expect(deadlineOf(new Date('2022-12-01T18:00:00.000Z'), ENGLAND_AND_WALES)).toEqual(EXHAUSTED);
  });

  it('is read from a list of dates', () => {
    const calendar = accepted(parseCalendar({ dates: [{ date: '2026-12-25' }, { date: '2026-01-01', title: 'x' }] }));
    expect([...calendar.holidays].sort()).toEqual(['2026-01-01', '2026-12-25']);
    expect([calendar.firstKnown, calendar.lastKnown]).toEqual(['2026-01-01', '2026-12-25']);
  });

  it.each([
    [undefined],
    [null],
    ['2026-01-01'],
    [{}],
    [{ dates: [] }],
    [{ dates: {} }],
    [{ dates: [null] }],
    [{ dates: ['2026-01-01'] }],
    [{ dates: [{ date: '2026-02-30' }] }],
    [{ dates: [{ date: 20260101 }] }],
  ])('is not read from %j', (json) => {
    expect(parseCalendar(json).ok).toBe(false);
  });
});

describe("A letter's deadline", () => {
  it.each([
    ['on a Monday', '2026-01-05T18:00:00.000Z', '2026-01-06T16:30:00.000Z'],
    ['on a Friday', '2026-01-09T18:00:00.000Z', '2026-01-12T16:30:00.000Z'],
    ['on a Saturday', '2026-01-10T18:00:00.000Z', '2026-01-12T16:30:00.000Z'],
    ['on a Sunday', '2026-01-11T18:00:00.000Z', '2026-01-12T16:30:00.000Z'],
    ['before Easter', '2026-04-02T17:00:00.000Z', '2026-04-07T15:30:00.000Z'],
    ['on Good Friday', '2026-04-03T17:00:00.000Z', '2026-04-07T15:30:00.000Z'],
    ['before Christmas', '2026-12-24T18:00:00.000Z', '2026-12-29T16:30:00.000Z'],
    ['at the end of a year', '2026-12-31T18:00:00.000Z', '2027-01-04T16:30:00.000Z'],
    ['late on a summer Monday, after midnight in London', '2026-07-06T23:30:00.000Z', '2026-07-08T15:30:00.000Z'],
    ['before summer time begins', '2026-03-27T18:00:00.000Z', '2026-03-30T15:30:00.000Z'],
    ['before summer time ends', '2026-10-23T17:00:00.000Z', '2026-10-26T16:30:00.000Z'],
  ])('when it was sent %s (%s) is %s', (_, sentAt, deadline) => {
    expect(accepted(deadlineOf(new Date(sentAt), ENGLAND_AND_WALES)).toISOString()).toBe(deadline);
  });
});

describe('The deadline check', () => {
  it.each([
    ['row 9: of a Monday looks at Friday to Sunday', '2026-01-12T16:30:00.000Z', '2026-01-09', '2026-01-12'],
    ['row 9: of a Tuesday looks at Monday', '2026-01-13T16:30:00.000Z', '2026-01-12', '2026-01-13'],
    ['of the Tuesday after Easter looks at all of it', '2026-04-07T15:30:00.000Z', '2026-04-02', '2026-04-07'],
    ['of the first working day of a year', '2026-01-02T16:30:00.000Z', '2025-12-31', '2026-01-02'],
    ['after Christmas looks at all of it', '2026-12-29T16:30:00.000Z', '2026-12-24', '2026-12-29'],
    ['after summer time began', '2026-03-30T15:30:00.000Z', '2026-03-27', '2026-03-30'],
    ['after summer time ended', '2026-10-26T16:30:00.000Z', '2026-10-23', '2026-10-26'],
    ['that is late but before midnight', '2026-01-12T23:59:59.999Z', '2026-01-09', '2026-01-12'],
  ])('%s', (_, at, firstDay, today) => {
    expect(windowAt(at)).toEqual({
      ok: true,
      value: { from: londonInstant(day(firstDay), '00:00'), until: londonInstant(day(today), '00:00'), firstDay },
    });
  });

  it.each([
    ['a Saturday', '2026-01-10T16:30:00.000Z'],
    ['a Sunday', '2026-01-11T16:30:00.000Z'],
    ['Good Friday', '2026-04-03T15:30:00.000Z'],
    ['Boxing Day', '2026-12-28T16:30:00.000Z'],
  ])('does not run on %s', (_, at) => {
    expect(windowAt(at)).toEqual({ ok: false, error: 'not-a-working-day' });
  });

  it('row 9: looks at each day once, none left out, from 2023 to the end of the calendar', () => {
    const windows = allDays(day('2023-01-04'), LAST)
      .filter(isWorking)
      .map((today) => accepted(deadlineWindow(londonInstant(today, '16:30'), ENGLAND_AND_WALES)));
    for (const [index, window] of windows.slice(1).entries()) expect(window.from).toEqual(windows[index]?.until);
    expect(windows).toHaveLength(1260);
  });
});

describe('A letter sent at any instant', () => {
  const sendings = fc.date({
    min: new Date('2023-01-03T00:00:00.000Z'),
    max: new Date('2027-12-23T23:59:59.999Z'),
    noInvalidDate: true,
  });

  it('is due on a working day after that day, and the check of that day looks at it', () => {
    fc.assert(
      fc.property(sendings, (sentAt) => {
        const due = accepted(deadlineOf(sentAt, ENGLAND_AND_WALES));
        const { from, until } = accepted(deadlineWindow(due, ENGLAND_AND_WALES));
        const dueDay = londonDayOf(due);
        return isWorking(dueDay) && dueDay > londonDayOf(sentAt) && from <= sentAt && sentAt < until;
      }),
      runs,
    );
  });

  it('is never due before a letter that was sent earlier', () => {
    fc.assert(
      fc.property(sendings, sendings, (one, other) => {
        const [earlier, later] = one < other ? [one, other] : [other, one];
        return accepted(deadlineOf(earlier, ENGLAND_AND_WALES)) <= accepted(deadlineOf(later, ENGLAND_AND_WALES));
      }),
      runs,
    );
  });
});
