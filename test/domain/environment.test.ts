import {
  ENVIRONMENTS,
  type Environment,
  deadlineCheckRuns,
  fakesAnswers,
  isProduction,
  parseEnvironment,
} from '../../src/domain/environment';

const TABLE: readonly (readonly [
  Environment,
  { production: boolean; deadlineCheck: boolean; fakeAnswers: boolean },
])[] = [
  ['development', { production: false, deadlineCheck: false, fakeAnswers: true }],
  ['test', { production: false, deadlineCheck: true, fakeAnswers: false }],
  ['preview', { production: false, deadlineCheck: false, fakeAnswers: true }],
  ['staging', { production: false, deadlineCheck: false, fakeAnswers: false }],
  ['production', { production: true, deadlineCheck: true, fakeAnswers: false }],
  ['live', { production: true, deadlineCheck: true, fakeAnswers: false }],
];

describe('An environment', () => {
  it('stands in the table, whatever it is', () => {
    expect(TABLE.map(([environment]) => environment)).toEqual(ENVIRONMENTS);
  });

  it.each(TABLE)('row 11: %s decides in one place whether letters are real', (environment, { production }) => {
    expect(isProduction(environment)).toBe(production);
  });

  it.each(TABLE)('row 10: %s decides whether unanswered letters are looked for', (environment, { deadlineCheck }) => {
    expect(deadlineCheckRuns(environment)).toBe(deadlineCheck);
  });

  it.each(TABLE)('row 13: %s decides whether test letters have fake answers', (environment, { fakeAnswers }) => {
    expect(fakesAnswers(environment)).toBe(fakeAnswers);
  });

  it('row 11: is read as production and as live, and as nothing that is misspelt', () => {
    expect(ENVIRONMENTS.map(parseEnvironment)).toEqual(ENVIRONMENTS);
    expect(['', 'LIVE', 'prod', ' live'].map(parseEnvironment)).toEqual(Array.from({ length: 4 }, () => undefined));
  });
});
