import { parseDay } from '../../src/domain/calendar';
import { priceInPence } from '../../src/domain/price';

const on = (text: string) => {
  const day = parseDay(text);
  if (!day) throw new Error(text);
  return day;
};

test.each([
  ['2026-08-01', 'economy', 1, 63.8],
  ['2026-08-01', 'second', 5, 91],
  ['2026-08-01', 'first', 2, 161],
  ['2026-08-01', 'europe', 3, 188],
  ['2026-08-01', 'rest-of-world', 4, 192],
] as const)('A letter of %s in class %s with %i sheets costs %s pence', (day, postage, sheets, pence) => {
  expect(priceInPence({ day: on(day), postage, sheets })).toBe(pence);
});

test('Before a class has its first rate, that rate is taken', () => {
  expect(priceInPence({ day: on('2020-01-01'), postage: 'first', sheets: 1 })).toBe(156);
});

test('A letter without paper costs nothing, and one with too much has no price', () => {
  expect(priceInPence({ day: on('2026-08-01'), postage: 'first', sheets: 0 })).toBe(0);
  expect(priceInPence({ day: on('2026-08-01'), postage: 'first', sheets: 6 })).toBeUndefined();
});
