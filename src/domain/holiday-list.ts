/** The list of bank holidays as GOV.UK publishes it, and when it may take the place of the one that is known. */
import { type Calendar, type Day, isRecord, parseDay } from './calendar';
import { type Result, ok, refused } from './result';

export const HOLIDAYS_ADDRESS = 'https://www.gov.uk/bank-holidays.json';
const DIVISION = 'england-and-wales';
/** Fixed by law; a proclamation only adds. */
const YEARLY = 8;

interface BankHoliday {
  readonly date: Day;
  readonly title: string;
}

export interface HolidayList {
  readonly source: string;
  readonly division: string;
  readonly dates: readonly BankHoliday[];
}

const yearOf = (day: Day): number => Number(day.slice(0, 4));

/** Reads GOV.UK's list of all divisions or of this one, or a list that Postroom wrote; gives it sorted, in the form of `bank-holidays.json`. */
export function readHolidayList(json: unknown, source: string): Result<HolidayList, string> {
  const list = isRecord(json) && DIVISION in json ? json[DIVISION] : json;
  if (!isRecord(list) || list['division'] !== DIVISION) return refused(`it has no division ${DIVISION}`);
  const events: unknown = list['events'] ?? list['dates'];
  if (!Array.isArray(events) || events.length === 0) return refused('it has no bank holidays');
  const titles = new Map<Day, string>();
  for (const [index, event] of (events as readonly unknown[]).entries()) {
    const { date, title } = isRecord(event) ? event : {};
    const day = typeof date === 'string' ? parseDay(date) : undefined;
    if (!day) return refused(`its holiday ${index + 1} has no date`);
    if (titles.has(day)) return refused(`it has ${day} twice`);
    titles.set(day, typeof title === 'string' ? title : '');
  }
  const dates = [...titles].map(([date, title]) => ({ date, title })).sort((a, b) => (a.date < b.date ? -1 : 1));
  return ok({ source, division: DIVISION, dates });
}

/** Why a list must not replace the known one, or undefined. Cut off, emptied or older lists make deadlines that nobody keeps. */
export function whyNotReplace({ dates }: HolidayList, known: Calendar, today: Day): string | undefined {
  const first = dates[0]?.date ?? today;
  const last = dates.at(-1)?.date ?? today;
  const thisYear = yearOf(today);
  if (last < known.lastKnown) return `it ends on ${last}, and ${known.lastKnown} is known already`;
  // The first deadlines of a year look back over its beginning.
  if (yearOf(first) > thisYear - 1) return `it begins on ${first}: last year is missing`;
  for (let year = yearOf(first); year <= yearOf(last); year += 1) {
    const found = dates.filter(({ date }) => yearOf(date) === year).length;
    if (found < YEARLY) return `it has ${found} holidays in ${year}; there are ${YEARLY} in each year`;
    const before = [...known.holidays].filter((day) => yearOf(day) === year).length;
    if (year < thisYear && found < before) return `it has ${found} holidays in ${year}, of which ${before} are known`;
  }
  return undefined;
}

/** What would be new, and what would be no holiday any more, in the years of both. */
export function holidayChanges({ dates }: HolidayList, known: Calendar) {
  const listed = new Set(dates.map(({ date }) => date));
  const first = dates[0]?.date ?? known.lastKnown;
  return {
    added: [...listed].filter((day) => day >= known.firstKnown && !known.holidays.has(day)),
    removed: [...known.holidays].filter((day) => yearOf(day) >= yearOf(first) && !listed.has(day)),
  };
}
