import fc from 'fast-check';
import {
  BATCH_STATES,
  type BatchState,
  batchIdOf,
  isOver,
  mayAdvance,
  parseBatchId,
  parseBatchNumber,
} from '../../src/domain/batch';
import { batchIdentities, damaged, runs } from './arbitraries';

/** One row a state it advances from, one mark a state it advances to, both in the order of this list; `x` may, `.` may not. */
const ORDER: readonly BatchState[] = [
  'claimed',
  'sealed',
  'uploaded',
  'published',
  'sent',
  'acknowledged',
  'answered',
  'closed',
  'empty',
  'abandoned',
];
const MOVES: Readonly<Record<BatchState, string>> = {
  claimed: '      . x . . . . . . x x',
  sealed: '       . . x . . . . . . x',
  uploaded: '     . . . x . . . . . x',
  published: '    . . . . x . . . . .',
  sent: '         . . . . . x x x . .',
  acknowledged: ' . . . . . . x x . .',
  answered: '     . . . . . . . x . .',
  closed: '       . . . . . . . . . .',
  empty: '        . . . . . . . . . .',
  abandoned: '    . . . . . . . . . .',
};

describe("A batch's state", () => {
  it('has a row and a column in the table of moves, whatever it is', () => {
    expect([...ORDER].sort()).toEqual([...BATCH_STATES].sort());
  });

  it.each(ORDER)('%s advances to exactly the states that the table marks', (from) => {
    const marks = MOVES[from].trim().split(' ');
    expect(marks).toHaveLength(ORDER.length);
    expect(ORDER.filter((to) => mayAdvance(from, to))).toEqual(ORDER.filter((_, column) => marks[column] === 'x'));
  });

  it('never comes back once it was left', () => {
    const reachable = (from: BatchState): readonly BatchState[] =>
      ORDER.filter((to) => mayAdvance(from, to)).flatMap((to) => [to, ...reachable(to)]);
    for (const state of ORDER) expect(reachable(state)).not.toContain(state);
  });

  it('is over when closed, empty or abandoned', () => {
    expect(ORDER.filter(isOver)).toEqual(['closed', 'empty', 'abandoned']);
  });

  it('cannot become abandoned once its letters may have been printed', () => {
    const later: readonly BatchState[] = ['published', 'sent', 'acknowledged', 'answered', 'closed'];
    expect(later.filter((state) => mayAdvance(state, 'abandoned'))).toEqual([]);
  });
});

describe("A batch's id", () => {
  const ID = '2026-01-05.1.ECONOMY.012.0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11';

  it('says day, run, class, place and service, and nothing else', () => {
    expect(parseBatchId(ID)).toEqual({
      id: ID,
      day: '2026-01-05',
      runNo: 1,
      postage: 'economy',
      number: 12,
      serviceId: '0c6d9f3e-7a51-4d0b-9a47-2f1f6a0b7c11',
    });
  });

  it('names one batch and is read back as that batch', () => {
    fc.assert(
      fc.property(batchIdentities, (identity) => {
        const id = batchIdOf(identity);
        expect(parseBatchId(id)).toEqual({ ...identity, id });
      }),
      runs,
    );
  });

  it.each([
    ['no text', ''],
    ['a day that does not exist', ID.replace('2026-01-05', '2026-02-30')],
    ['run 0', ID.replace('.1.', '.0.')],
    ['a run with a leading zero', ID.replace('.1.', '.01.')],
    ['an unknown class', ID.replace('ECONOMY', '3')],
    ['a class in lower case', ID.replace('ECONOMY', 'economy')],
    ['place 0', ID.replace('.012.', '.000.')],
    ['a place of two digits', ID.replace('.012.', '.12.')],
    ['a place with a zero too many', ID.replace('.012.', '.0012.')],
    ['a service that is no UUID', ID.slice(0, -1)],
    ['a service in upper case', ID.toUpperCase()],
    ['a further part', `${ID}.part`],
  ])('is not read from %s', (_, text) => {
    expect(parseBatchId(text)).toBeUndefined();
  });

  it('is read from any text without a fault, and then is that very text', () => {
    fc.assert(
      fc.property(damaged(batchIdentities.map(batchIdOf)), (text) => {
        const parsed = parseBatchId(text);
        expect(parsed === undefined || parsed.id === text).toBe(true);
      }),
      runs,
    );
  });

  it('has a place of at least three digits', () => {
    expect(['001', '999', '1000', '12000'].map(parseBatchNumber)).toEqual([1, 999, 1000, 12_000]);
    expect(['', '1', '000', '0001', '+01', '1e3', '99999999999999999999'].map(parseBatchNumber)).toEqual(
      Array.from({ length: 7 }, () => undefined),
    );
  });
});
