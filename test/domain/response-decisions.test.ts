import { LETTER_STATUSES, type LetterStatus, isFinal, mayMove, parseReference } from '../../src/domain/letter';
import {
  type AnsweredLetter,
  type LineToDecide,
  type ResponseLine,
  type ResponseStatus,
  decideLine,
  fakeResponseLine,
  parseResponseFile,
  staysUnapplied,
} from '../../src/domain/response-file';

function must<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Error('there is none');
  return value;
}

const INTENT = new Date('2026-01-05T17:58:00.000Z');
const PUBLISHED = new Date('2026-01-05T18:00:00.000Z');
const FILE = new Date('2026-01-05T18:05:00.000Z');

const lineOf = (status: ResponseStatus, pages = 2): ResponseLine => ({
  reference: 'ABCDEFGH01234567',
  status,
  pages,
  costThreshold: 'sorted',
  despatchedOn: null,
});
const letterOf = (letter: Partial<AnsweredLetter>): AnsweredLetter => ({
  status: 'sending',
  sheets: 2,
  batchIntentAt: INTENT,
  batchPublishedAt: PUBLISHED,
  ...letter,
});
const decide = (given: Partial<LineToDecide>) =>
  decideLine({ letter: letterOf({}), line: lineOf('delivered'), fileAt: FILE, ...given });

describe("One line of the printer's answer", () => {
  it('makes a letter delivered that is sending', () => {
    expect(decide({})).toEqual({ outcome: 'delivered', moves: [{ status: 'delivered' }], sheetMismatch: false });
  });

  it.each([0, null])('row 12: makes a test letter delivered that no batch ever took, on %s sheets', (sheets) => {
    const [text = ''] = fakeResponseLine(must(parseReference('ABCDEFGH01234567'))).split('\n');
    const parsed = parseResponseFile(`${text}\n`);
    const line = must(parsed.ok ? parsed.value.lines[0] : undefined);
    expect(line).toMatchObject({ ...lineOf('delivered', 0), costThreshold: 'sorted' });
    const letter = letterOf({ sheets, batchIntentAt: null, batchPublishedAt: null });
    expect(decide({ letter, line })).toEqual({
      outcome: 'delivered',
      moves: [{ status: 'delivered' }],
      sheetMismatch: false,
    });
  });

  it('row 6: makes a letter temporary-failure, not technical-failure, that could not be printed', () => {
    expect(decide({ line: lineOf('temporary-failure') })).toEqual({
      outcome: 'failed',
      moves: [{ status: 'temporary-failure' }],
      sheetMismatch: false,
    });
  });

  it('takes a letter that is not yet marked through sending, sent when its batch was published', () => {
    expect(decide({ letter: letterOf({ status: 'created' }) })).toEqual({
      outcome: 'delivered',
      moves: [{ status: 'sending', sentAt: PUBLISHED }, { status: 'delivered' }],
      sheetMismatch: false,
    });
  });

  it('is itself the evidence of sending when publishing is not recorded yet', () => {
    const letter = letterOf({ status: 'created', batchPublishedAt: null });
    expect(decide({ letter, line: lineOf('temporary-failure') }).moves).toEqual([
      { status: 'sending', sentAt: FILE },
      { status: 'temporary-failure' },
    ]);
  });

  it.each<[string, Partial<LineToDecide>, string]>([
    ['no letter has', { letter: undefined }, 'unknown-reference'],
    ['a letter in no batch has', { letter: letterOf({ status: 'created', batchIntentAt: null }) }, 'no-intent'],
    ['a letter that is not prepared has', { letter: letterOf({ status: 'pending-virus-check' }) }, 'no-intent'],
  ])('stays unapplied for a reference that %s', (_, given, outcome) => {
    expect(decide(given)).toEqual({ outcome, moves: [], sheetMismatch: false });
    expect(staysUnapplied(decide(given).outcome)).toBe(true);
  });

  it.each(LETTER_STATUSES.filter(isFinal))('changes nothing of a letter that is %s', (status) => {
    for (const line of [lineOf('delivered'), lineOf('temporary-failure')]) {
      expect(decide({ letter: letterOf({ status }), line })).toEqual({
        outcome: 'already-final',
        moves: [],
        sheetMismatch: false,
      });
    }
  });

  it.each<[ResponseStatus, ResponseStatus, string]>([
    ['delivered', 'delivered', 'repeated'],
    ['temporary-failure', 'temporary-failure', 'repeated'],
    ['delivered', 'temporary-failure', 'conflicting'],
    ['temporary-failure', 'delivered', 'conflicting'],
  ])('counts for nothing after the same file said %s: %s is %s', (earlier, status, outcome) => {
    const letter = letterOf({ status: earlier });
    expect(decide({ earlier, letter, line: lineOf(status, 9) })).toEqual({ outcome, moves: [], sheetMismatch: false });
    expect(decide({ earlier, letter: undefined, line: lineOf(status) }).outcome).toBe(outcome);
  });

  it('applies although the printer counted other sheets, and says so', () => {
    const decision = decide({ line: lineOf('delivered', 3) });
    expect(decision.sheetMismatch).toBe(true);
    expect(decision.moves).toEqual([{ status: 'delivered' }]);
  });

  it('finds no mismatch where a test letter has 0 sheets and 0 pages, or sheets were never counted', () => {
    expect(decide({ letter: letterOf({ sheets: 0 }), line: lineOf('delivered', 0) }).sheetMismatch).toBe(false);
    expect(decide({ letter: letterOf({ sheets: null }), line: lineOf('delivered', 9) }).sheetMismatch).toBe(false);
  });

  it('never asks for a move that is not legal, whatever the letter', () => {
    for (const status of LETTER_STATUSES) {
      for (const batchIntentAt of [null, INTENT]) {
        for (const line of [lineOf('delivered'), lineOf('temporary-failure')]) {
          const { moves, outcome } = decide({ letter: letterOf({ status, batchIntentAt }), line });
          const steps: readonly LetterStatus[] = [status, ...moves.map((move) => move.status)];
          expect(steps.slice(1).every((to, index) => mayMove(steps[index] ?? to, to))).toBe(true);
          expect(moves.length > 0).toBe(outcome === 'delivered' || outcome === 'failed');
          expect(moves.at(-1)?.status ?? line.status).toBe(line.status);
        }
      }
    }
  });
});
