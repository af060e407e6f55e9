/** Which day or night a check that starts at an instant is about. Nothing here asks what time it is. */
import {
  type Calendar,
  type Day,
  type DeadlineWindow,
  type TimeOfDay,
  addDays,
  londonDayOf,
  londonInstant,
  nextWorkingDay,
} from './calendar';
import { type Result, ok } from './result';

/** The evening's batches are published by then, those that were slow too. */
const NIGHT_OVER: TimeOfDay = '07:00';
/** The scheduled run starts at 17:50; its row stands within seconds. */
const RUN_STARTED: TimeOfDay = '18:20';
const CALENDAR_WARNING_DAYS = 90;

/** The latest day of which a time of day has passed on London's clock. */
function latestDayPast(time: TimeOfDay, at: Date): Day {
  const today = londonDayOf(at);
  return at >= londonInstant(today, time) ? today : addDays(today, -1);
}

/** The latest print day whose night is over: its letters are sent by now, or somebody must look. */
export const lastNightOver = (at: Date): Day => addDays(latestDayPast(NIGHT_OVER, at), -1);

/** The latest day whose scheduled print run must have its row by now. */
export const lastRunDue = (at: Date): Day => latestDayPast(RUN_STARTED, at);

/** True from 90 days before the last bank holiday that is known. */
export const calendarEnds = (at: Date, { lastKnown }: Pick<Calendar, 'lastKnown'>): boolean =>
  londonDayOf(at) >= addDays(lastKnown, -CALENDAR_WARNING_DAYS);

/** The window that a ticket about letters still `sending` speaks of, by its first day. */
export function windowFrom(firstDay: Day, calendar: Calendar): Result<DeadlineWindow, 'calendar-exhausted'> {
  const checkedOn = nextWorkingDay(firstDay, calendar);
  if (!checkedOn.ok) return checkedOn;
  return ok({ firstDay, from: londonInstant(firstDay, '00:00'), until: londonInstant(checkedOn.value, '00:00') });
}
