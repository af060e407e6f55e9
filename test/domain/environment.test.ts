import {
  ENVIRONMENTS,
  type Environment,
  deadlineCheckRuns,
  isProduction,
  parseEnvironment,
} from '../../src/domain/environment';

const TABLE: readonly (readonly [Environment, { production: boolean; deadlineCheck: boolean }])[] = [
  ['development', { production: false, deadlineCheck: false }],
  ['test', { production: false, deadlineCheck: true }],
  ['preview', { production: false, deadlineCheck: false }],
  ['staging', { production: false, deadlineCheck: false }],
  ['production', { production: true, deadlineCheck: true }],
  ['live', { production: true, deadlineCheck: true }],
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

  it('row 11: is read as production and as live, and as nothing that is misspelt', () => {
    expect(ENVIRONMENTS.map(parseEnvironment)).toEqual(ENVIRONMENTS);
    expect(['', 'LIVE', 'prod', ' live'].map(parseEnvironment)).toEqual(Array.from({ length: 4 }, () => undefined));
  });
});
