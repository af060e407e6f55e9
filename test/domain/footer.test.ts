import fc from 'fast-check';
import { readFooter } from '../../src/domain/footer';

test.each<[string, string, readonly string[]]>([
  ['one line', 'Registered charity no. 123456.', ['Registered charity no. 123456.']],
  ['three lines', 'one\ntwo\r\nthree', ['one', 'two', 'three']],
  ['spaces around and within a line', '  VAT  no.\u00a0GB 1 ', ['VAT no. GB 1']],
  ['what would be Markdown or Typst elsewhere', '# *a* [b](c) #panic() ((', ['# *a* [b](c) #panic() ((']],
  ['accents that stand apart', 'Ty\u0302 Enghraifft', ['T\u0177 Enghraifft']],
])('A text of %s is a footer', (_what, text, lines) => {
  expect(readFooter(text)).toEqual({ ok: true, value: lines });
});

test.each<[string, string, RegExp]>([
  ['four lines', 'a\nb\nc\nd', /^it has 4 lines: 3 at most$/],
  ['nothing in it', '', /^line 1 is empty$/],
  ['an empty line', 'a\n \u00a0\nc', /^line 2 is empty$/],
  ['a tab', 'a\nb\tc', /^line 2 has an invisible character \(U\+0009\)$/],
  ['half a line end', 'a\rb', /^line 1 has an invisible character \(U\+000D\)$/],
  ['an escape', 'a\u001b[1m', /^line 1 has an invisible character \(U\+001B\)$/],
  ['what turns the order of reading', 'a\u202eb', /^line 1 has an invisible character \(U\+202E\)$/],
  ['a line separator', 'a\u2028b', /^line 1 has an invisible character \(U\+2028\)$/],
  ['a sign of no width', 'a\u200bb', /^line 1 has an invisible character \(U\+200B\)$/],
  ['half a character', 'a\ud83d', /^line 1 has an invisible character \(U\+D83D\)$/],
  ['a line that no paper holds', `a\n${'i'.repeat(251)}`, /^line 2 has 251 characters, and about 100 fit$/],
  ['a placeholder', 'No. ((number))', /^\(\(number\)\) would stand there as it is/],
])('A text with %s is no footer, and one line says why', (_what, text, line) => {
  const footer = readFooter(text);
  expect(footer.ok ? 'a footer' : footer.error).toMatch(line);
});

test('Whatever a text holds, it is refused or a footer of one to three lines with something to see in each, and is read again as the same', () => {
  const parts = fc.constantFrom(
    'a',
    'Ŵ',
    'e\u0301',
    ' ',
    '\u00a0',
    '\u200b',
    '\n',
    '\r\n',
    '\t',
    '\u0000',
    '\ud83d',
    '((',
    '))',
    '😀',
  );
  const texts = fc.oneof(
    fc.array(parts, { maxLength: 12 }).map((all) => all.join('')),
    fc.string({ unit: 'binary' }),
  );
  const seen = { footers: 0, refused: 0 };
  fc.assert(
    fc.property(texts, (text) => {
      const footer = readFooter(text);
      seen[footer.ok ? 'footers' : 'refused'] += 1;
      if (!footer.ok) return;
      expect([1, 2, 3]).toContain(footer.value.length);
      for (const line of footer.value) {
        expect(line).toMatch(/^\S(?:.*\S)?$/u);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
      }
      expect(readFooter(footer.value.join('\n'))).toEqual(footer);
    }),
    { numRuns: 2_000 },
  );
  expect(Math.min(seen.footers, seen.refused)).toBeGreaterThan(50);
});
