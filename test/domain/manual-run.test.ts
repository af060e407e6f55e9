import { type Day, parseDay } from '../../src/domain/calendar';
import { parseInstant } from '../../src/domain/instant';
import { planManualRun } from '../../src/domain/manual-run';

const NOON = new Date('2026-01-05T12:00:00Z');
const EVENING = new Date('2026-01-05T17:30:00Z');

function day(text: string): Day {
  const parsed = parseDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
}

const PASSED = new Date('2026-01-05T09:00:00Z');

test.each([
  ['today after the cut-off', EVENING, {}, '2026-01-05', EVENING],
  ['today before the cut-off, with "now"', NOON, { cutOff: 'now' }, '2026-01-05', NOON],
  ['today before the cut-off, with an instant that has passed', NOON, { cutOff: PASSED }, '2026-01-05', PASSED],
  ['a day that has run', NOON, { day: day('2026-01-02') }, '2026-01-02', new Date('2026-01-02T17:30:00Z')],
  ['a summer day that has run', NOON, { day: day('2025-07-01') }, '2025-07-01', new Date('2025-07-01T16:30:00Z')],
  [
    'tomorrow, whose letters come in since the cut-off',
    EVENING,
    { day: day('2026-01-06'), cutOff: 'now' },
    '2026-01-06',
    EVENING,
  ],
] as const)('A run by hand of %s takes what was accepted before its cut-off', (_case, now, request, on, cutOffAt) => {
  expect(planManualRun(request, now)).toEqual({ ok: true, value: { day: on, cutOffAt } });
});

test.each([
  ['today before the cut-off', NOON, {}, 'The cut-off of 2026-01-05 lies ahead, at 2026-01-05T17:30:00.000Z.'],
  ['a cut-off that lies ahead', NOON, { cutOff: EVENING }, 'The cut-off lies ahead, at 2026-01-05T17:30:00.000Z.'],
  ['tomorrow', EVENING, { day: day('2026-01-06') }, 'The cut-off of 2026-01-06 lies ahead'],
  [
    'a day to which no letter belongs yet',
    NOON,
    { day: day('2026-01-06'), cutOff: 'now' },
    'No letter belongs to 2026-01-06 yet.',
  ],
] as const)('A run by hand of %s is refused with what to do', (_case, now, request, message) => {
  const plan = planManualRun(request, now);
  expect(plan.ok ? '' : plan.error).toContain(message);
});

test.each([
  ['2026-01-05T12:00Z', '2026-01-05T12:00:00.000Z'],
  ['2026-01-05T12:00:00.5+01:00', '2026-01-05T11:00:00.500Z'],
  ['2026-01-05T12:00:00', undefined],
  ['2026-13-05T12:00:00Z', undefined],
  ['2026-02-29T12:00:00Z', undefined],
  ['2028-02-29T12:00:00Z', '2028-02-29T12:00:00.000Z'],
  ['2026-04-31T12:00:00+01:00', undefined],
  ['now', undefined],
])('The instant %s is %s', (text, instant) => {
  expect(parseInstant(text)?.toISOString()).toBe(instant);
});
