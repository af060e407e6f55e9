import fc from 'fast-check';
import type { DueCallback } from '../../src/domain/callback';
import {
  type CallbackAnswer,
  RETRY_WINDOW_MS,
  backoffMs,
  isFruitless,
  outcomeOf,
  pauseMs,
  verdictOf,
} from '../../src/domain/callback-retry';
import type { LetterId, ServiceId } from '../../src/domain/letter';
import { retryAfterMs } from '../../src/domain/retry-after';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const FROM = new Date('2026-03-02T10:00:00.000Z');
const LAST = FROM.getTime() + RETRY_WINDOW_MS;

const aCallback = (changes: Partial<DueCallback> = {}): DueCallback => ({
  letterId: 'c8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11' as LetterId,
  serviceId: 'd8b3b6a4-1f6a-4d2e-9a55-0d2d3c8f0a11' as ServiceId,
  sequence: 3,
  status: 'delivered',
  at: FROM,
  clientReference: null,
  createdAt: FROM,
  sentAt: FROM,
  template: null,
  attempts: 1,
  retryFrom: FROM,
  ...changes,
});
const answered = (status: number, afterMs?: number): CallbackAnswer => ({
  kind: 'answered',
  status,
  ...(afterMs === undefined ? {} : { afterMs }),
});
const silent: CallbackAnswer = { kind: 'unanswered', reason: 'no answer in time' };

describe('What an answer means', () => {
  test.each([
    [200, 'delivered'],
    [204, 'delivered'],
    [299, 'delivered'],
    [301, 'again'],
    [302, 'again'],
    [304, 'again'],
    [307, 'again'],
    [400, 'refused'],
    [401, 'refused'],
    [403, 'refused'],
    [404, 'refused'],
    [408, 'refused'],
    [410, 'stop'],
    [422, 'refused'],
    [429, 'again'],
    [499, 'refused'],
    [500, 'again'],
    [503, 'again'],
    [599, 'again'],
  ])('%s: %s', (status, verdict) => expect(verdictOf(answered(status))).toBe(verdict));

  test('None at all: again', () => expect(verdictOf(silent)).toBe('again'));

  test('Its status alone is kept, or the word for why there was none', () => {
    expect(outcomeOf(aCallback(), answered(404), FROM, 0).answer).toBe('HTTP 404');
    expect(outcomeOf(aCallback(), silent, FROM, 0).answer).toBe('no answer in time');
  });
});

const jitters = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });

describe('Backoff', () => {
  test('begins with seconds, grows to hours, and stays there', () => {
    const middle = (attempts: number) => backoffMs(attempts, 0.5);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 1_000].map(middle)).toEqual([
      15_000,
      45_000,
      135_000,
      405_000,
      1_215_000,
      3_645_000,
      10_935_000,
      6 * HOUR,
      6 * HOUR,
    ]);
  });

  test('differs by at most a quarter, and never becomes shorter by more than the jitter', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), jitters, (attempts, jitter) => {
        const [ms, middle] = [backoffMs(attempts, jitter), backoffMs(attempts, 0.5)];
        expect(Math.abs(ms - middle)).toBeLessThanOrEqual(middle / 4 + 1);
        expect(backoffMs(attempts + 1, jitter)).toBeGreaterThanOrEqual(ms);
      }),
    );
  });

  test('A callback that always fails is tried for three days, last at their end, some twenty times at most, then never', () => {
    fc.assert(
      fc.property(fc.array(jitters, { minLength: 40, maxLength: 40 }), fc.nat(5_000), (some, late) => {
        const tried: number[] = [];
        let now = FROM;
        for (const [index, jitter] of some.entries()) {
          tried.push(now.getTime());
          const { result } = outcomeOf(aCallback({ attempts: index + 1 }), silent, now, jitter);
          if (result.kind === 'exhausted') {
            expect(result.cause).toBe('gave-up');
            break;
          }
          if (result.kind !== 'again') throw new Error('a silent endpoint took it');
          expect(result.dueAt.getTime()).toBeGreaterThan(now.getTime());
          expect(result.dueAt.getTime()).toBeLessThanOrEqual(LAST);
          now = new Date(result.dueAt.getTime() + late); // a worker is not always free at once
        }
        expect(tried.at(-1)).toBeGreaterThanOrEqual(LAST);
        expect(tried.at(-1)).toBeLessThanOrEqual(LAST + late);
        expect(tried.length).toBeGreaterThan(15);
        expect(tried.length).toBeLessThan(30);
      }),
    );
  });

  test('obeys Retry-After where it asks for more patience than we have, up to a day, and never tries sooner', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 30 }), jitters, fc.nat(48 * HOUR), (attempts, jitter, afterMs) => {
        const now = new Date(FROM.getTime() + HOUR);
        const { result } = outcomeOf(aCallback({ attempts }), answered(429, afterMs), now, jitter);
        if (result.kind !== 'again') throw new Error('it was given up');
        const wait = result.dueAt.getTime() - now.getTime();
        expect(wait).toBe(Math.max(backoffMs(attempts, jitter), Math.min(afterMs, 24 * HOUR)));
      }),
    );
  });

  test('A wish that leads beyond the three days is granted once, and is the last attempt', () => {
    const now = new Date(LAST - MINUTE);
    const { result } = outcomeOf(aCallback(), answered(503, HOUR), now, 0);
    expect(result).toEqual({ kind: 'again', dueAt: new Date(now.getTime() + HOUR) });
    const late = outcomeOf(aCallback(), answered(503, HOUR), new Date(now.getTime() + HOUR), 0);
    expect(late.result).toEqual({ kind: 'exhausted', cause: 'gave-up' });
  });
});

describe('An endpoint is left alone', () => {
  test('the longer the more pages in a row brought nothing but faults, two minutes at most', () => {
    expect([0, 1, 2, 3, 4, 5, 6, 100].map((fruitless) => pauseMs([silent], fruitless))).toEqual([
      0, 5_000, 10_000, 20_000, 40_000, 80_000, 120_000, 120_000,
    ]);
  });

  test('as long as any answer of a page asked for', () => {
    expect(pauseMs([answered(200), answered(429, HOUR), answered(429, MINUTE)], 0)).toBe(HOUR);
  });

  test('not for what stands beside a success, or beside an answer that is final', () => {
    expect(pauseMs([answered(200, HOUR), answered(404, HOUR), answered(410, HOUR)], 0)).toBe(0);
  });

  test.each([
    ['all silent', [silent, silent], true],
    ['faults alone', [silent, answered(500)], true],
    ['one delivered', [silent, answered(200)], false],
    ['one refused: it answers', [silent, answered(400)], false],
    ['an empty page', [], false],
  ])('%s is fruitless: %s', (_, answers, fruitless) => expect(isFruitless(answers)).toBe(fruitless));
});

test.each([
  ['120', { afterMs: 120_000 }],
  ['Mon, 02 Mar 2026 10:00:30 GMT', { afterMs: 30_000 }],
  ['Mon, 02 Mar 2026 09:00:00 GMT', {}],
  ['0', {}],
  ['-1', {}],
  ['soon', {}],
  ['in 2099', {}],
  ['2099-01-01', {}],
  ['1.5', {}],
  ['Mon, 99 Mar 2026 10:00:30 GMT', {}],
  ['Monday, 02-Mar-26 10:00:30 GMT', { afterMs: 30_000 }],
  ['9'.repeat(400), { afterMs: Number.MAX_SAFE_INTEGER }],
  [null, {}],
])('Retry-After %j', (header, after) => expect(retryAfterMs(header, FROM.getTime())).toEqual(after));
