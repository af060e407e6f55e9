import bankHolidays from './bank-holidays.json';
import { type Calendar, parseCalendar } from './calendar';

function vendored(json: unknown): Calendar {
  const calendar = parseCalendar(json);
  if (!calendar.ok) throw new Error(`bank-holidays.json: ${calendar.error}`);
  return calendar.value;
}

/** The bank holidays that came with this version (GOV.UK, Open Government Licence v3.0). */
export const ENGLAND_AND_WALES: Calendar = vendored(bankHolidays);
