import { bucketSizeOf, secondsToNextDay, secondsToToken, utcDayOf } from '../../src/domain/sending-limits';

test.each([
  // per minute, at once, seconds to the next token
  [1, 2, 60],
  [2, 2, 30],
  [3, 2, 20],
  [4, 3, 15],
  [59, 21, 2],
  [60, 21, 1],
  [2997, 1000, 1],
  [3000, 1000, 1],
  [100_000, 1000, 1],
])('%i letters a minute: %i may come at once, and the next finds a token after %i s', (perMinute, size, seconds) => {
  expect(bucketSizeOf(perMinute)).toBe(size);
  expect(secondsToToken(perMinute)).toBe(seconds);
});

test.each([
  ['2026-06-05T23:59:59.999Z', '2026-06-05', 1],
  ['2026-06-05T23:59:00.000Z', '2026-06-05', 60],
  ['2026-06-06T00:00:00.000Z', '2026-06-06', 86_400],
])('Days are counted in UTC, also in summer: %s is on %s and %i s before the next', (instant, day, seconds) => {
  expect(utcDayOf(new Date(instant))).toBe(day);
  expect(secondsToNextDay(new Date(instant))).toBe(seconds);
});
