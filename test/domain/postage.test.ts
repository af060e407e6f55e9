import { POSTAGES, classOf, postageOfClass } from '../../src/domain/postage';

describe('A postage class', () => {
  it.each([
    ['first', '1'],
    ['second', '2'],
    ['economy', 'ECONOMY'],
    ['europe', 'E'],
    ['rest-of-world', 'N'],
  ] as const)('%s stands as %s in file names', (postage, code) => {
    expect(classOf(postage)).toBe(code);
    expect(postageOfClass(code)).toBe(postage);
    expect(postageOfClass(code.toLowerCase())).toBe(postage);
  });

  it('has a code of its own', () => {
    expect(new Set(POSTAGES.map(classOf)).size).toBe(POSTAGES.length);
  });

  it.each(['', '3', 'first', 'EE'])('is not read from %p', (code) => {
    expect(postageOfClass(code)).toBeUndefined();
  });
});
