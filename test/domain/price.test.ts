import { parseDay } from '../../src/domain/calendar';
import { priceInPence } from '../../src/domain/price';

const on = (text: string) => {
  const day = parseDay(text);
  if (!day) throw new Error(text);
  return day;
};

/** Pence for one to five sheets: samples of alphagov/notifications-api, migrations 0543–0552. */
test.each([
  ['economy', [63.8, 68.4, 72.4, 77.9, 82.3]],
  ['second', [73, 77, 82, 87, 91]],
  ['first', [156, 161, 166, 171, 176]],
  ['europe', [180, 184, 188, 192, 196]],
  ['rest-of-world', [180, 184, 188, 192, 196]],
] as const)('A letter in class %s costs %j pence by its sheets', (postage, prices) => {
  const sheets = [1, 2, 3, 4, 5];
  expect(sheets.map((each) => priceInPence({ day: on('2026-08-01'), postage, sheets: each }))).toEqual(prices);
});

test('Before a class has its first rate, that rate is taken', () => {
  expect(priceInPence({ day: on('2020-01-01'), postage: 'first', sheets: 1 })).toBe(156);
});

test('A letter without paper costs nothing, and one with too much has no price', () => {
  expect(priceInPence({ day: on('2026-08-01'), postage: 'first', sheets: 0 })).toBe(0);
  expect(priceInPence({ day: on('2026-08-01'), postage: 'first', sheets: 6 })).toBeUndefined();
});
