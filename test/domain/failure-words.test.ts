import { explainFailure } from '../../src/domain/failure-words';
import { RENDERING_REFUSALS, failureOf } from '../../src/domain/rendering';
import { INSPECTION_FAILURES } from '../../src/domain/inspection';

const refused = (failure: string | null, pagesAtFault: readonly number[] = [], failureDetail: string | null = null) =>
  explainFailure({ failure, pagesAtFault, failureDetail });

test.each(INSPECTION_FAILURES)('%s is explained in a sentence that fits on a line of HTTP', (failure) => {
  expect(refused(failure, [1])).toMatch(/^[A-Z][ -~]{20,200}[^.]$/);
});

test.each([
  ['letter-not-a4-portrait-oriented', [2], 'Not A4 upright: page 2'],
  ['letter-not-a4-portrait-oriented', [1, 3], 'Not A4 upright: pages 1 and 3'],
  ['letter-not-a4-portrait-oriented', [1, 2, 4], 'Not A4 upright: pages 1, 2 and 4'],
])('%s names its pages: %j', (failure, pages, words) => {
  expect(refused(failure, pages)).toBe(words);
});

test('Of a file that cannot be read it says why', () => {
  expect(refused('unable-to-read-the-file', [], 'is encrypted')).toBe('The file is encrypted, so it is not printed');
});

test.each(RENDERING_REFUSALS)('%s of a letter from a template is explained too, on a line of HTTP', (reason) => {
  const failure = failureOf({ kind: 'refused', reason, characters: [0x1f600, 0x738b] });
  expect(refused(failure)).toMatch(/^[A-Z][ -~]{20,200}[^.]$/);
});

test('Characters that cannot be printed are named by their codes', () => {
  expect(refused('unprintable-characters U+1F600 U+738B')).toMatch(/cannot be printed: U\+1F600, U\+738B\. Leave/);
});

test('A letter that did not fail needs no words, and a failure of another kind has none', () => {
  expect([refused(null), refused('its PDF is missing')]).toEqual([null, null]);
});
