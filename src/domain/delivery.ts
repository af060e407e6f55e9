/** When a letter is printed and when the post brings it, as GOV.UK Notify promises it (alphagov/notifications-utils, letter timings). */
import { type Calendar, type Day, addDays, londonInstant, printDayOf } from './calendar';
import type { Postage } from './postage';

/** Days of delivery after the day of printing. First class also travels on Saturdays. */
const DELIVERY_DAYS: Readonly<Record<Postage, { readonly earliest: number; readonly latest: number }>> = {
  first: { earliest: 1, latest: 1 },
  second: { earliest: 4, latest: 5 },
  economy: { earliest: 4, latest: 7 },
  europe: { earliest: 4, latest: 6 },
  'rest-of-world': { earliest: 6, latest: 8 },
};

export interface DeliveryTimes {
  readonly printedBy: Date;
  readonly earliest: Date;
  readonly latest: Date;
}

/** The n-th day after a day on which somebody works. Past the last known bank holiday every weekday counts: this is an estimate. */
function workingDayAfter(day: Day, count: number, saturdays: boolean, { holidays }: Calendar): Day {
  let last = day;
  for (let left = count; left > 0; ) {
    last = addDays(last, 1);
    const weekday = new Date(`${last}T00:00:00.000Z`).getUTCDay();
    const works = weekday !== 0 && (saturdays || weekday !== 6) && !holidays.has(last);
    if (works) left -= 1;
  }
  return last;
}

/** Printed by 15:00 London on the working day after its print day, delivered by 16:00 London. */
export function deliveryTimesOf(createdAt: Date, postage: Postage, calendar: Calendar): DeliveryTimes {
  const printed = workingDayAfter(printDayOf(createdAt), 1, false, calendar);
  const { earliest, latest } = DELIVERY_DAYS[postage];
  const delivery = (days: number) =>
    londonInstant(workingDayAfter(printed, days, postage === 'first', calendar), '16:00');
  return { printedBy: londonInstant(printed, '15:00'), earliest: delivery(earliest), latest: delivery(latest) };
}
