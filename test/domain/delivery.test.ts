import { cutOffOf, londonDayOf, printDayOf } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import { deliveryTimesOf } from '../../src/domain/delivery';
import { POSTAGES, type Postage } from '../../src/domain/postage';
// 960 rows computed with alphagov/notifications-utils 127.0.0 (MIT, © Crown copyright).
import timings from '../fixtures/letter-timings.json';

const postageOf = (text: string): Postage => POSTAGES.find((postage) => postage === text) ?? 'second';

/** Whole minutes after the cut-off of an instant's own day. */
const minutesAfterCutOff = (instant: Date): number =>
  Math.floor((instant.getTime() - cutOffOf(londonDayOf(instant)).getTime()) / 60_000);

test('The fixture covers every postage class, both clock changes and four year ends', () => {
  expect(new Set(timings.map(({ postage }) => postage))).toEqual(new Set(POSTAGES));
  expect(timings).toHaveLength(960);
});

describe('A letter is printed and delivered when Notify says so', () => {
  const kinds = [...new Set(timings.map(({ kind }) => kind))];
  test.each(kinds)('around a %s', (kind) => {
    for (const row of timings.filter((timing) => timing.kind === kind)) {
      const times = deliveryTimesOf(new Date(row.created_at), postageOf(row.postage), ENGLAND_AND_WALES);
      expect({ ...row, times }).toMatchObject({
        times: {
          printedBy: new Date(row.printed_by),
          earliest: new Date(row.earliest_delivery),
          latest: new Date(row.latest_delivery),
        },
      });
    }
  });
});

describe('A moment of which Notify says whether a letter', () => {
  const ofLetters = timings.map((row) => ({ ...row, createdAt: new Date(row.created_at) }));

  test('is printed by then lies after the time by which we say so', () => {
    const moments = ofLetters.flatMap(({ createdAt, postage, is_printed }) => {
      const { printedBy } = deliveryTimesOf(createdAt, postageOf(postage), ENGLAND_AND_WALES);
      return (is_printed ?? []).map(({ now, value }) => ({ createdAt, now, value, ours: new Date(now) > printedBy }));
    });
    expect(moments).toHaveLength(382);
    expect(moments.filter(({ value, ours }) => value !== ours)).toEqual([]);
  });

  /** There minutes are compared, here the claim decides, which comes after the cut-off. */
  test('can be cancelled lies before the cut-off of its print day, unless it came in the minute of the cut-off', () => {
    const moments = ofLetters.flatMap(({ createdAt, can_be_cancelled_when_created }) => {
      const cutOff = cutOffOf(printDayOf(createdAt));
      return (can_be_cancelled_when_created ?? []).map(({ now, value }) => ({
        createdAt,
        value,
        ours: new Date(now) < cutOff,
      }));
    });
    expect(moments).toHaveLength(1123);
    const otherwise = moments.filter(({ value, ours }) => value !== ours);
    expect(new Set(otherwise.map(({ createdAt }) => minutesAfterCutOff(createdAt)))).toEqual(new Set([0]));
    expect(otherwise.every(({ value }) => !value)).toBe(true);
  });
});

test.each([
  ['2026-01-05T12:00:00Z', 'first', '2026-01-07T16:00:00Z'],
  ['2026-01-05T12:00:00Z', 'second', '2026-01-13T16:00:00Z'],
  ['2026-01-05T12:00:00Z', 'europe', '2026-01-14T16:00:00Z'],
  ['2026-01-05T12:00:00Z', 'economy', '2026-01-15T16:00:00Z'],
  ['2026-01-05T12:00:00Z', 'rest-of-world', '2026-01-16T16:00:00Z'],
  ['2026-01-05T17:31:00Z', 'second', '2026-01-14T16:00:00Z'],
  ['2026-06-05T10:00:00Z', 'first', '2026-06-09T15:00:00Z'],
  ['2026-04-02T10:00:00Z', 'first', '2026-04-08T15:00:00Z'],
] as const)('A letter of %s in class %s arrives by %s', (createdAt, postage, latest) => {
  expect(deliveryTimesOf(new Date(createdAt), postage, ENGLAND_AND_WALES).latest).toEqual(new Date(latest));
});
