/** The organisation's clock is London's; working days are those of England and Wales. Nothing here asks what time it is. */
import { londonOffsetMs } from './london';
import { type Result, ok, refused } from './result';

declare const brand: unique symbol;
/** A calendar day in London, `YYYY-MM-DD`. */
export type Day = string & { readonly [brand]: 'Day' };
/** A time of day on London's clock, `HH:MM`. */
export type TimeOfDay = `${number}:${number}`;

const DAY_MS = 86_400_000;
const DAY_SHAPE = /^\d{4}-\d{2}-\d{2}$/;
const TIME_SHAPE = /^([01]\d|2[0-3]):[0-5]\d$/;
const CUT_OFF: TimeOfDay = '17:30';
const DEADLINE: TimeOfDay = '16:30';

export function parseDay(text: string): Day | undefined {
  if (!DAY_SHAPE.test(text)) return undefined;
  const midnight = new Date(`${text}T00:00:00.000Z`);
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(text) ? (text as Day) : undefined;
}

const utcMidnight = (day: Day): number => Date.parse(`${day}T00:00:00.000Z`);

function dayOfUtc(ms: number): Day {
  const text = new Date(ms).toISOString();
  if (text.length !== '0000-00-00T00:00:00.000Z'.length) throw new RangeError('A day outside the years 0 to 9999');
  return text.slice(0, 10) as Day;
}

export const addDays = (day: Day, days: number): Day => dayOfUtc(utcMidnight(day) + days * DAY_MS);

/** The day that London's calendars show at an instant. */
export const londonDayOf = (instant: Date): Day => dayOfUtc(instant.getTime() + londonOffsetMs(instant));

/** The instant at which London's clock shows a time; of a time that the clock change skips or repeats, the later reading. */
export function londonInstant(day: Day, time: TimeOfDay): Date {
  if (!TIME_SHAPE.test(time)) throw new RangeError(`Not a time of day: ${time}`);
  const asIfUtc = Date.parse(`${day}T${time}:00.000Z`);
  const guess = asIfUtc - londonOffsetMs(new Date(asIfUtc));
  return new Date(asIfUtc - londonOffsetMs(new Date(guess)));
}

/** 17:30 London: letters accepted before it belong to the day's print run. */
export const cutOffOf = (day: Day): Date => londonInstant(day, CUT_OFF);

/** The day whose evening run a letter belongs to: today before the cut-off, tomorrow from it on, weekends and holidays too. */
export function printDayOf(acceptedAt: Date): Day {
  const today = londonDayOf(acceptedAt);
  return acceptedAt < cutOffOf(today) ? today : addDays(today, 1);
}

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = [
  ...(['January', 'February', 'March', 'April', 'May', 'June'] as const),
  ...(['July', 'August', 'September', 'October', 'November', 'December'] as const),
] as const;

/** As letters are dated: `25 November 2026`. */
export function longDay(day: Day): string {
  const date = new Date(utcMidnight(day));
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** As tickets name a day: `Friday 3 April`. */
export function describeDay(day: Day): string {
  const date = new Date(utcMidnight(day));
  return `${WEEKDAYS[date.getUTCDay()]} ${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]}`;
}

/** Bank holidays of whole years, up to the last one that has been announced; days outside are unknown, not working days. */
export interface Calendar {
  readonly holidays: ReadonlySet<Day>;
  /** New Year's Day of the first year. */
  readonly firstKnown: Day;
  /** A bank holiday. */
  readonly lastKnown: Day;
}

export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;

/** Reads `{ dates: [{ date }] }`, the form of `bank-holidays.json`. */
export function parseCalendar(json: unknown): Result<Calendar, string> {
  const entries: unknown = isRecord(json) ? json['dates'] : undefined;
  if (!Array.isArray(entries) || entries.length === 0) return refused('There are no dates in the calendar');
  const holidays = new Set<Day>();
  for (const [index, entry] of (entries as readonly unknown[]).entries()) {
    const text = isRecord(entry) ? entry['date'] : undefined;
    const day = typeof text === 'string' ? parseDay(text) : undefined;
    if (!day) return refused(`Entry ${index + 1} of the calendar has no date`);
    holidays.add(day);
  }
  const earliest = [...holidays].reduce((first, day) => (day < first ? day : first));
  const lastKnown = [...holidays].reduce((last, day) => (day > last ? day : last));
  return ok({ holidays, firstKnown: `${earliest.slice(0, 4)}-01-01` as Day, lastKnown });
}

/** Refused outside the days that are known: a guess would print deadlines that nobody keeps. */
export function isWorkingDay(
  day: Day,
  { holidays, firstKnown, lastKnown }: Calendar,
): Result<boolean, 'calendar-exhausted'> {
  if (day < firstKnown || day > lastKnown) return refused('calendar-exhausted');
  const weekday = new Date(utcMidnight(day)).getUTCDay();
  return ok(weekday !== 0 && weekday !== 6 && !holidays.has(day));
}

function closestWorkingDay(day: Day, step: 1 | -1, calendar: Calendar): Result<Day, 'calendar-exhausted'> {
  const candidate = addDays(day, step);
  const working = isWorkingDay(candidate, calendar);
  if (!working.ok) return working;
  return working.value ? ok(candidate) : closestWorkingDay(candidate, step, calendar);
}

/** The first working day after a day, never the day itself. */
export const nextWorkingDay = (day: Day, calendar: Calendar) => closestWorkingDay(day, 1, calendar);
/** The last working day before a day, never the day itself. */
export const previousWorkingDay = (day: Day, calendar: Calendar) => closestWorkingDay(day, -1, calendar);

/** When the printer's answer is due: 16:30 London on the working day after the letter was sent. */
export function deadlineOf(sentAt: Date, calendar: Calendar): Result<Date, 'calendar-exhausted'> {
  const due = nextWorkingDay(londonDayOf(sentAt), calendar);
  return due.ok ? ok(londonInstant(due.value, DEADLINE)) : due;
}

/** Which letters a deadline check looks at: `from <= sent_at < until`. */
export interface DeadlineWindow {
  readonly from: Date;
  readonly until: Date;
  readonly firstDay: Day;
}

/** Whole London days from the previous working day up to yesterday: on a Monday, Friday to Sunday. */
export function deadlineWindow(
  at: Date,
  calendar: Calendar,
): Result<DeadlineWindow, 'not-a-working-day' | 'calendar-exhausted'> {
  const today = londonDayOf(at);
  const working = isWorkingDay(today, calendar);
  if (!working.ok) return working;
  if (!working.value) return refused('not-a-working-day');
  const first = previousWorkingDay(today, calendar);
  if (!first.ok) return first;
  return ok({ from: londonInstant(first.value, '00:00'), until: londonInstant(today, '00:00'), firstDay: first.value });
}
