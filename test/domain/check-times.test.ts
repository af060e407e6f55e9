import { type Day, parseDay } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import { calendarEnds, lastNightOver, lastRunDue, windowFrom } from '../../src/domain/check-times';

const day = (text: string) => parseDay(text) as Day;

describe('The night of a print day', () => {
  it.each([
    ['a winter morning', '2026-01-06T06:59:59.999Z', '2026-01-04'],
    ['a winter morning', '2026-01-06T07:00:00.000Z', '2026-01-05'],
    ['a summer morning', '2026-07-07T05:59:59.999Z', '2026-07-05'],
    ['a summer morning', '2026-07-07T06:00:00.000Z', '2026-07-06'],
    ['the morning after the clocks went forward', '2026-03-29T05:59:59.999Z', '2026-03-27'],
    ['the morning after the clocks went forward', '2026-03-29T06:00:00.000Z', '2026-03-28'],
    ['the morning after the clocks went back', '2026-10-25T06:59:59.999Z', '2026-10-23'],
    ['the morning after the clocks went back', '2026-10-25T07:00:00.000Z', '2026-10-24'],
    ['the evening', '2026-01-06T23:59:59.999Z', '2026-01-05'],
    ['the year’s end', '2027-01-01T06:59:59.999Z', '2026-12-30'],
    ['the year’s end', '2027-01-01T07:00:00.000Z', '2026-12-31'],
  ])('Is over at seven the next morning: on %s, %s, that of %s', (_, at, over) => {
    expect(lastNightOver(new Date(at))).toBe(over);
  });
});

describe('The scheduled run of a day', () => {
  it.each([
    ['2026-01-06T18:19:59.999Z', '2026-01-05'],
    ['2026-01-06T18:20:00.000Z', '2026-01-06'],
    ['2026-07-06T17:19:59.999Z', '2026-07-05'],
    ['2026-07-06T17:20:00.000Z', '2026-07-06'],
    ['2026-03-29T17:20:00.000Z', '2026-03-29'],
    ['2026-10-25T17:20:00.000Z', '2026-10-24'],
    ['2026-10-25T18:20:00.000Z', '2026-10-25'],
    ['2027-01-01T00:00:00.000Z', '2026-12-31'],
  ])('Must have its row by 18:20: at %s that of %s', (at, due) => {
    expect(lastRunDue(new Date(at))).toBe(due);
  });
});

describe('The calendar', () => {
  const lastKnown = day('2027-12-28');
  it.each([
    ['2027-09-28T22:59:59.999Z', false],
    ['2027-09-28T23:00:00.000Z', true],
    ['2028-06-01T00:00:00.000Z', true],
  ])('Runs out from 90 days before its last holiday on: at %s %s', (at, ends) => {
    expect(calendarEnds(new Date(at), { lastKnown })).toBe(ends);
  });
});

describe('The window of a ticket about letters still sending', () => {
  it.each([
    ['a Monday', '2026-03-02', '2026-03-02T00:00:00.000Z', '2026-03-03T00:00:00.000Z'],
    ['a Friday', '2026-03-06', '2026-03-06T00:00:00.000Z', '2026-03-09T00:00:00.000Z'],
    ['the day before Easter', '2026-04-02', '2026-04-01T23:00:00.000Z', '2026-04-06T23:00:00.000Z'],
    ['the Friday before the clocks go back', '2026-10-23', '2026-10-22T23:00:00.000Z', '2026-10-26T00:00:00.000Z'],
    ['New Year’s Eve', '2026-12-31', '2026-12-31T00:00:00.000Z', '2027-01-04T00:00:00.000Z'],
  ])('Reaches from %s to the next working day', (_, first, from, until) => {
    const window = windowFrom(day(first), ENGLAND_AND_WALES);
    expect(window).toMatchObject({ ok: true, value: { from: new Date(from), until: new Date(until) } });
  });

  it('Is unknown past the last known bank holiday', () => {
    expect(windowFrom(day('2099-01-05'), ENGLAND_AND_WALES)).toMatchObject({ ok: false });
  });
});
