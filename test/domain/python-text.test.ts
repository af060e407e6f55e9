import { pythonRepr, pythonStr } from '../../src/domain/python-text';

test.each([
  [5, '5'],
  [-1.5, '-1.5'],
  [0, '0'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [-0.0000123, '-1.23e-05'],
  [1e-100, '1e-100'],
  [1e21, '1e+21'],
  [9007199254740991, '9007199254740991'],
  [true, 'True'],
  [false, 'False'],
  ["it's", "it's"],
  [['a', 1, null], "['a', 1, None]"],
  [["it's"], `["it's"]`],
  [[`it's "so"`], `['it\\'s "so"']`],
  [{ a: [] }, "{'a': []}"],
])('The value %j is printed in a letter as %s', (value, text) => {
  expect(pythonStr(value)).toBe(text);
});

test('A value nested deeper than anybody meant ends in dots', () => {
  const deep = Array.from({ length: 10_000 }).reduce<unknown>((inner) => [inner], 1);
  expect(pythonRepr(deep)).toBe(`${'['.repeat(50)}...${']'.repeat(50)}`);
});
