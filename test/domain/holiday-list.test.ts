import { type Calendar, parseCalendar } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import { holidayChanges, readHolidayList, whyNotReplace } from '../../src/domain/holiday-list';
import vendored from '../../src/domain/bank-holidays.json';
import { accepted, day } from './arbitraries';

const TODAY = day('2026-11-24');
type Event = Readonly<Record<string, unknown>>;
const known: readonly Event[] = vendored.dates;
/** As many as there are in a year, on days of no meaning. */
const yearOf = (year: number, count = 8): readonly Event[] =>
  Array.from({ length: count }, (_, index) => ({ date: `${year}-0${index + 1}-04`, title: 'A holiday', notes: '' }));
const govUk = (events: readonly Event[]) => ({
  'england-and-wales': { division: 'england-and-wales', events },
  scotland: { division: 'scotland', events: [{ title: 'St Andrew', date: '2030-11-30' }] },
});
const listOf = (events: readonly Event[]) => accepted(readHolidayList(govUk(events), 'somewhere'));
const fault = (events: readonly Event[], calendar: Calendar = ENGLAND_AND_WALES) =>
  whyNotReplace(listOf(events), calendar, TODAY);

describe('The published list of bank holidays', () => {
  it('is read for England and Wales, sorted, and makes the calendar that processes read', () => {
    const list = listOf([...yearOf(2028), ...known]);
    const calendar = accepted(parseCalendar(JSON.parse(JSON.stringify(list))));
    expect([calendar.firstKnown, calendar.lastKnown]).toEqual(['2023-01-01', '2028-08-04']);
    expect(list.dates.map(({ date }) => date)).toEqual(list.dates.map(({ date }) => date).sort());
    expect(calendar.holidays.has(day('2028-11-30'))).toBe(false);
  });

  it('is read for this division alone, and as Postroom wrote it', () => {
    const alone = readHolidayList(govUk(known)['england-and-wales'], 'somewhere');
    expect(alone).toEqual({ ok: true, value: listOf(known) });
    expect(readHolidayList(listOf(known), 'somewhere')).toEqual(alone);
  });

  it.each([
    ['nothing', undefined],
    ['a page', '<html>'],
    ['another division', { division: 'scotland', events: known }],
    ['England and Wales by name only', { 'england-and-wales': { division: 'scotland', events: known } }],
    ['an empty list', govUk([])],
    ['no list', { division: 'england-and-wales', events: {} }],
    ['a date that no calendar has', govUk([{ title: 'x', date: '2027-02-30' }])],
    ['a date in another form', govUk([{ title: 'x', date: '01/01/2027' }])],
    ['an entry that is none', govUk([null as never])],
    ['one day twice', govUk([...known, { title: 'x', date: '2026-12-25' }])],
  ])('is refused when it is %s', (_, json) => {
    expect(readHolidayList(json, 'somewhere').ok).toBe(false);
  });
});

describe('The known list is replaced', () => {
  it('by the same list, one with a year more, one with a holiday more, and one without years long past', () => {
    const proclaimed = { date: '2026-06-15', title: 'A jubilee' };
    const shorter = known.filter(({ date }) => String(date) >= '2025');
    for (const events of [known, [...known, ...yearOf(2028)], [...known, proclaimed], shorter]) {
      expect(fault(events)).toBeUndefined();
    }
  });

  it.each([
    ['ends earlier', known.slice(0, -1), 'it ends on 2027-12-27, and 2027-12-28 is known already'],
    [
      'has fewer holidays in a past year than are known',
      known.filter(({ date }) => date !== '2023-05-08'),
      'it has 8 holidays in 2023, of which 9 are known',
    ],
    [
      'is cut off in its last year',
      [...known, ...yearOf(2028, 3)],
      'it has 3 holidays in 2028; there are 8 in each year',
    ],
    ['leaves out a year', [...known, ...yearOf(2029)], 'it has 0 holidays in 2028; there are 8 in each year'],
    [
      'begins this year',
      known.filter(({ date }) => String(date) >= '2026'),
      'it begins on 2026-01-01: last year is missing',
    ],
  ])('never by one that %s', (_, events, words) => {
    expect(fault(events)).toBe(words);
  });

  it('and what changes is named, but for the years that only one of them has', () => {
    const moved = known
      .filter(({ date }) => String(date) >= '2025' && date !== '2027-05-03')
      .concat({ date: '2027-05-07', title: 'Early May bank holiday' });
    expect(holidayChanges(listOf(moved), ENGLAND_AND_WALES)).toEqual({
      added: ['2027-05-07'],
      removed: ['2027-05-03'],
    });
  });
});
