import {
  addDays,
  cutOffOf,
  describeDay,
  londonDayOf,
  londonInstant,
  parseDay,
  printDayOf,
} from '../../src/domain/calendar';
import folderDates from '../fixtures/print-folder-dates.json';
import { day } from './arbitraries';

const dayAfter = (text: string) => addDays(day(text), 1);

describe('A day', () => {
  it('is read only where the calendar has it', () => {
    expect(['2026-01-05', '2024-02-29', '0001-01-01', '9999-12-31'].map(parseDay)).not.toContain(undefined);
    for (const text of [
      '',
      '2026-1-5',
      '2026-02-29',
      '2026-13-01',
      '2026-00-10',
      '2026-01-32',
      ' 2026-01-05',
      '2026-01-05\n',
      '2026-01-05T00:00Z',
    ]) {
      expect(parseDay(text)).toBeUndefined();
    }
  });

  it.each([
    ['2026-01-05', 1, '2026-01-06'],
    ['2026-12-31', 1, '2027-01-01'],
    ['2024-02-28', 1, '2024-02-29'],
    ['2026-03-01', -1, '2026-02-28'],
    ['2026-03-28', 2, '2026-03-30'],
    ['2026-10-24', 2, '2026-10-26'],
    ['2026-01-05', 0, '2026-01-05'],
  ])('%s and %i is %s', (from, days, to) => {
    expect(addDays(day(from), days)).toBe(to);
  });

  it('is never one outside the years that can be written', () => {
    expect(() => addDays(day('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(day('0000-01-01'), -1)).toThrow(RangeError);
  });

  it.each([
    ['2026-04-03', 'Friday 3 April'],
    ['2026-12-27', 'Sunday 27 December'],
    ['2024-02-29', 'Thursday 29 February'],
  ])('%s is called %s in tickets', (text, name) => {
    expect(describeDay(day(text))).toBe(name);
  });
});

describe("London's clock", () => {
  it.each([
    ['in winter', '2026-01-05', '17:30', '2026-01-05T17:30:00.000Z'],
    ['in summer', '2026-07-06', '17:30', '2026-07-06T16:30:00.000Z'],
    ['at the midnight before summer time begins', '2026-03-29', '00:00', '2026-03-29T00:00:00.000Z'],
    ['just before it leaps', '2026-03-29', '00:59', '2026-03-29T00:59:00.000Z'],
    ['in the hour it leaps over, read as the hour after', '2026-03-29', '01:30', '2026-03-29T01:30:00.000Z'],
    ['just after it leapt', '2026-03-29', '02:00', '2026-03-29T01:00:00.000Z'],
    ['at the midnight before summer time ends', '2026-10-25', '00:00', '2026-10-24T23:00:00.000Z'],
    ['in the hour it shows twice, read as the second', '2026-10-25', '01:30', '2026-10-25T01:30:00.000Z'],
    ['after summer time ended', '2026-10-25', '02:00', '2026-10-25T02:00:00.000Z'],
  ] as const)('shows a time %s', (_, text, time, instant) => {
    expect(londonInstant(day(text), time).toISOString()).toBe(instant);
  });

  it.each(['24:00', '7:30', '17:60', '-1:30'] as const)('never shows %s', (time) => {
    expect(() => londonInstant(day('2026-01-05'), time)).toThrow(RangeError);
  });

  it.each([
    ['2026-01-05T23:59:59.999Z', '2026-01-05'],
    ['2026-07-06T22:59:59.999Z', '2026-07-06'],
    ['2026-07-06T23:00:00.000Z', '2026-07-07'],
    ['2026-12-31T23:59:59.999Z', '2026-12-31'],
    ['2027-01-01T00:00:00.000Z', '2027-01-01'],
  ])('at %s stands in the day %s', (instant, expected) => {
    expect(londonDayOf(new Date(instant))).toBe(expected);
  });
});

describe('A letter accepted', () => {
  it.each([
    ['a moment before the cut-off, in winter', '2026-01-05T17:29:59.999Z', '2026-01-05'],
    ['at the cut-off, in winter', '2026-01-05T17:30:00.000Z', '2026-01-06'],
    ['a moment before the cut-off, in summer', '2026-07-06T16:29:59.999Z', '2026-07-06'],
    ['at the cut-off, in summer', '2026-07-06T16:30:00.000Z', '2026-07-07'],
    ['after midnight in London but not in UTC', '2026-07-06T23:30:00.000Z', '2026-07-07'],
    ['before the cut-off of a Saturday', '2026-01-10T12:00:00.000Z', '2026-01-10'],
    ['before the cut-off of Christmas Day', '2026-12-25T12:00:00.000Z', '2026-12-25'],
    ['at the cut-off of the last day of a year', '2026-12-31T17:30:00.000Z', '2027-01-01'],
    ['at the cut-off of the day summer time begins', '2026-03-29T16:30:00.000Z', '2026-03-30'],
    ['a moment before the cut-off of the day summer time ends', '2026-10-25T17:29:59.999Z', '2026-10-25'],
  ])('%s (%s) is printed on %s', (_, acceptedAt, printDay) => {
    expect(printDayOf(new Date(acceptedAt))).toBe(printDay);
  });

  it('lies before the cut-off of its print day and not before that of the day before', () => {
    expect(cutOffOf(day('2026-01-05')).toISOString()).toBe('2026-01-05T17:30:00.000Z');
    expect(cutOffOf(day('2026-07-06')).toISOString()).toBe('2026-07-06T16:30:00.000Z');
  });

  const atCutOff = folderDates.rows.filter(({ createdAt, printDay }) => {
    return new Date(createdAt).getTime() === cutOffOf(day(printDay)).getTime();
  });

  it.each(folderDates.rows.filter((row) => !atCutOff.includes(row)))(
    'at $createdAt goes into the folder of $printDay, as with the predecessor',
    ({ createdAt, printDay }) => {
      expect(printDayOf(new Date(createdAt))).toBe(printDay);
    },
  );

  it.each(atCutOff)('at $createdAt, the cut-off itself, goes with the day after $printDay, unlike there', (row) => {
    expect(printDayOf(new Date(row.createdAt))).toBe(dayAfter(row.printDay));
  });
});
