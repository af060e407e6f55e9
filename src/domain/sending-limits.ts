/** How much a service may send (letters-api §10). */
import { type Day, parseDay } from './calendar';

const MOST_TOKENS = 1000;

/** How many requests may come at once: a third of what a minute allows and one more, at most 1,000. */
export const bucketSizeOf = (perMinute: number): number => Math.min(Math.ceil(perMinute / 3) + 1, MOST_TOKENS);

/** Seconds after which a request that was one too many finds a token. */
export const secondsToToken = (perMinute: number): number => Math.ceil(60 / perMinute);

/** Days of the daily limit are those of UTC, not of London. */
export function utcDayOf(at: Date): Day {
  const day = parseDay(at.toISOString().slice(0, 10));
  if (!day) throw new RangeError('An instant outside of the calendar');
  return day;
}

const DAY_MS = 86_400_000;

/** Seconds until the next UTC day; at least one. */
export const secondsToNextDay = (at: Date): number => Math.ceil((DAY_MS - (at.getTime() % DAY_MS)) / 1000);
