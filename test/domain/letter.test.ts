import {
  LETTER_STATUSES,
  type LetterStatus,
  isFinal,
  mayMove,
  parseLetterId,
  parseReference,
  parseServiceId,
  parseSha256,
  sheetsOf,
} from '../../src/domain/letter';

/** One row a status it moves from, one mark a status it moves to, both in the order of this list; `x` may, `.` may not. */
const ORDER: readonly LetterStatus[] = [
  'pending-virus-check',
  'created',
  'sending',
  'delivered',
  'returned-letter',
  'cancelled',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'validation-failed',
  'virus-scan-failed',
];
const MOVES: Readonly<Record<LetterStatus, string>> = {
  'pending-virus-check': '. x . x . x . . x x x',
  created: '              . . x x . x . . x x .',
  sending: '              . . . x x . x . x x .',
  delivered: '            . . . . x . . . . . .',
  'returned-letter': '    . . . . . . . . . . .',
  cancelled: '            . . . . . . . . . . .',
  'temporary-failure': '  . . . . . . . . . . .',
  'permanent-failure': '  . . . . . . . . . . .',
  'technical-failure': '  . . . . . . . . . . .',
  'validation-failed': '  . . . . . . . . . . .',
  'virus-scan-failed': '  . . . . . . . . . . .',
};

describe("A letter's status", () => {
  it('has a row and a column in the table of moves, whatever it is', () => {
    expect([...ORDER].sort()).toEqual([...LETTER_STATUSES].sort());
  });

  it.each(ORDER)('%s moves to exactly the statuses that the table marks', (from) => {
    const marks = MOVES[from].trim().split(' ');
    expect(marks).toHaveLength(ORDER.length);
    expect(ORDER.filter((to) => mayMove(from, to))).toEqual(ORDER.filter((_, column) => marks[column] === 'x'));
  });

  it('never comes back once it was left', () => {
    const reachable = (from: LetterStatus): readonly LetterStatus[] =>
      ORDER.filter((to) => mayMove(from, to)).flatMap((to) => [to, ...reachable(to)]);
    for (const status of ORDER) expect(reachable(status)).not.toContain(status);
  });

  it('is final unless the letter is still to be prepared, printed or answered', () => {
    expect(ORDER.filter((status) => !isFinal(status))).toEqual(['pending-virus-check', 'created', 'sending']);
  });

  it('stays as it is when final, but for a letter that was delivered and comes back', () => {
    const moves = ORDER.filter(isFinal).flatMap((from) =>
      ORDER.filter((to) => mayMove(from, to)).map((to) => [from, to]),
    );
    expect(moves).toEqual([['delivered', 'returned-letter']]);
  });
});

describe('A letter of so many pages', () => {
  it.each([
    [0, 0],
    [1, 1],
    [2, 1],
    [3, 2],
    [9, 5],
    [10, 5],
  ])('%i takes %i sheets', (pages, sheets) => {
    expect(sheetsOf(pages)).toBe(sheets);
  });
});

describe('Text from outside', () => {
  const UUID = '0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11';

  it('is an id only in the form that our own ids have', () => {
    expect(parseLetterId(UUID)).toBe(UUID);
    expect(parseServiceId(UUID)).toBe(UUID);
    for (const text of ['', UUID.toUpperCase(), ` ${UUID}`, `${UUID}\n`, UUID.slice(1), UUID.replaceAll('-', '')]) {
      expect(parseLetterId(text)).toBeUndefined();
      expect(parseServiceId(text)).toBeUndefined();
    }
  });

  it('is a reference only with 16 capitals and digits', () => {
    expect(parseReference('ABCDEFGH01234567')).toBe('ABCDEFGH01234567');
    for (const text of ['', 'abcdefgh01234567', 'ABCDEFGH0123456', 'ABCDEFGH012345678', 'ABCDEFGH0123456/']) {
      expect(parseReference(text)).toBeUndefined();
    }
  });

  it('is a hash only with 64 lower-case hex digits', () => {
    const hash = '0123456789abcdef'.repeat(4);
    expect(parseSha256(hash)).toBe(hash);
    for (const text of ['', hash.slice(1), hash.toUpperCase(), `${hash}0`, `g${hash.slice(1)}`]) {
      expect(parseSha256(text)).toBeUndefined();
    }
  });
});
