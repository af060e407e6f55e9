import {
  type BatchLimits,
  DEFAULT_LIMITS,
  type LetterGroup,
  checkLimits,
  group,
  takeGroup,
} from '../../src/domain/grouping';
import {
  type LetterToPrint,
  parseLetterId,
  parseReference,
  parseServiceId,
  parseSha256,
} from '../../src/domain/letter';
import { printKeyOf } from '../../src/domain/names';
import type { Postage } from '../../src/domain/postage';
import { day, present } from './arbitraries';

const uuidOf = (digit: string, number: number) =>
  `${digit.repeat(8)}-0000-4000-8000-${String(number).padStart(12, '0')}`;
const SERVICE_A = present(parseServiceId(uuidOf('a', 0)));
const SERVICE_B = present(parseServiceId(uuidOf('b', 0)));
const HASH = present(parseSha256('0'.repeat(64)));

const letter = (number: number, bytes: number, serviceId = SERVICE_A, postage: Postage = 'second'): LetterToPrint => ({
  id: present(parseLetterId(uuidOf('1', number))),
  serviceId,
  postage,
  bytes,
  sha256: HASH,
  printKey: printKeyOf({
    day: day('2026-01-05'),
    reference: present(parseReference(String(number).padStart(16, '0'))),
    postage,
    createdAt: new Date('2026-01-05T12:00:00.000Z'),
  }),
});

const sizesOf = (groups: Iterable<LetterGroup>) => [...groups].map(({ letters }) => letters.map(({ bytes }) => bytes));
const lettersOf = (sizes: readonly number[]) => sizes.map((bytes, number) => letter(number, bytes));

describe('Letters on their way into batches', () => {
  const limits: BatchLimits = { maxBytes: 100, maxLetters: 3 };

  it.each([
    ['no letter makes no batch', [], []],
    ['one letter makes one batch', [1], [[1]]],
    ['exactly the bytes of a batch travel together', [40, 60], [[40, 60]]],
    ['row 3: the letter that would take a batch over its bytes opens the next', [40, 61], [[40], [61]]],
    ['exactly the letters of a batch travel together', [1, 1, 1], [[1, 1, 1]]],
    ['row 4: the letter that would take a batch over its number opens the next', [1, 1, 1, 1], [[1, 1, 1], [1]]],
    ['a letter over the bytes travels alone', [30, 101, 30], [[30], [101], [30]]],
    ['a letter of exactly the bytes travels alone', [30, 100, 30], [[30], [100], [30]]],
    ['a letter over the bytes that comes first travels alone', [500, 1], [[500], [1]]],
    ['no later small letter fills an earlier gap', [90, 20, 10], [[90], [20, 10]]],
  ])('%s', (_, sizes, expected) => {
    expect(sizesOf(group(lettersOf(sizes), limits))).toEqual(expected);
  });

  it('part where the service or the class changes', () => {
    const letters = [
      letter(0, 1, SERVICE_A, 'first'),
      letter(1, 1, SERVICE_A, 'second'),
      letter(2, 1, SERVICE_A, 'second'),
      letter(3, 1, SERVICE_B, 'second'),
    ];
    expect([...group(letters, limits)]).toEqual([
      { serviceId: SERVICE_A, postage: 'first', letters: letters.slice(0, 1), bytes: 1 },
      { serviceId: SERVICE_A, postage: 'second', letters: letters.slice(1, 3), bytes: 2 },
      { serviceId: SERVICE_B, postage: 'second', letters: letters.slice(3), bytes: 1 },
    ]);
  });

  it('row 3: fill 500 MB and not a byte more', () => {
    const sizes = [499_999_999, 1, 1];
    expect(sizesOf(group(lettersOf(sizes), DEFAULT_LIMITS))).toEqual([[499_999_999, 1], [1]]);
  });

  it('row 4: fill 5,000 places and not one more', () => {
    const groups = [...group(lettersOf(Array.from({ length: 5001 }, () => 1)), DEFAULT_LIMITS)];
    expect(groups.map(({ letters }) => letters.length)).toEqual([5000, 1]);
  });

  it('are taken for the next batch only as far as it reaches', () => {
    const read: number[] = [];
    function* reading() {
      for (const each of lettersOf([60, 40, 1, 1, 1])) {
        read.push(each.bytes);
        yield each;
      }
    }
    expect(takeGroup(reading(), limits)?.letters.map(({ bytes }) => bytes)).toEqual([60, 40]);
    expect(read).toEqual([60, 40, 1]);
    expect(takeGroup([], limits)).toBeUndefined();
  });

  it('row 3: are grouped by the million from metadata alone, with only the open batch in memory', () => {
    let read = 0;
    function* million() {
      const template = letter(0, 100_000);
      for (; read < 1_000_000; read += 1) {
        yield { ...template, serviceId: read < 500_000 ? SERVICE_A : SERVICE_B };
      }
    }
    let grouped = 0;
    let ahead = 0;
    for (const { letters } of group(million(), DEFAULT_LIMITS)) {
      grouped += letters.length;
      ahead = Math.max(ahead, read - grouped);
    }
    expect(ahead).toBeLessThanOrEqual(1);
    expect(grouped).toBe(1_000_000);
  });
});

describe('The limits of a batch', () => {
  it('row 3: are refused where a finished zip could reach the 2 GB of the printer', () => {
    expect(checkLimits(DEFAULT_LIMITS).ok).toBe(true);
    expect(checkLimits({ maxBytes: 1_990_000_000, maxLetters: 5_000 }).ok).toBe(true);
    expect(checkLimits({ maxBytes: 2_000_000_000, maxLetters: 5_000 }).ok).toBe(false);
    expect(checkLimits({ maxBytes: 1_999_999_000, maxLetters: 1_000 }).ok).toBe(false);
  });

  it.each([
    [0, 1],
    [1, 0],
    [-1, 1],
    [1.5, 1],
    [1, 1.5],
    [Number.NaN, 1],
    [1, Number.POSITIVE_INFINITY],
  ])('are refused when no letter fits them (%d bytes, %d letters)', (maxBytes, maxLetters) => {
    expect(checkLimits({ maxBytes, maxLetters }).ok).toBe(false);
  });
});
