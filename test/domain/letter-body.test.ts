import fc from 'fast-check';
import { type Block, parseLetterBody } from '../../src/domain/letter-body';
import { type List, linesOfList } from '../../src/domain/letter-lists';
import type { BodyLine } from '../../src/domain/letter-text';
import { qrCodeProblem } from '../../src/domain/qr-code';
import rows from '../fixtures/templates/bodies.json';
import { damaged, runs } from './arbitraries';

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const escaped = (text: string): string => text.replace(/[&<>]/gu, (character) => ESCAPES[character] ?? character);
const lineHtml = (line: BodyLine): string =>
  line.map(({ kind, text }) => (kind === 'link' ? `<strong>${escaped(text)}</strong>` : escaped(text))).join('');
const linesHtml = (lines: readonly BodyLine[]): string => lines.map(lineHtml).join('<br>');
function listHtml(list: List): string {
  const items = list.items.map(({ lines, lists }) => `<li>${linesHtml(lines)}${lists.map(listHtml).join('')}</li>`);
  return list.kind === 'bullets' ? `<ul>${items.join('')}</ul>` : `<ol start=${list.start}>${items.join('')}</ol>`;
}

const HTML: { readonly [Kind in Block['kind']]: (block: Extract<Block, { kind: Kind }>) => string } = {
  heading: ({ line }) => `<h2>${lineHtml(line)}</h2>`,
  paragraph: ({ lines }) => `<p>${linesHtml(lines)}</p>`,
  bullets: listHtml,
  numbers: listHtml,
  'page-break': () => '<pb>',
  'qr-code': ({ data }) => `<qr>${escaped(data)}</qr>`,
};
const html = (body: string): string =>
  parseLetterBody(body)
    .map((block) => (HTML[block.kind] as (block: Block) => string)(block))
    .join('');

test.each(rows.map((row) => [JSON.stringify(row.body), row] as const))(
  'The body %s is printed as at Notify',
  (_, row) => {
    expect(html(row.body)).toBe(row.html);
  },
);

/** Where Notify would lose or change what was written, or print it in a form of its own, it is text. */
test.each([
  ['an image', '![alt](https://x.uk/a.png)', '<p>![alt](https://x.uk/a.png)</p>'],
  ['a table', '| a | b |\n|---|---|\n| c | d |', '<p>| a | b |<br>|---|---|<br>| c | d |</p>'],
  ['code', '```js\ncode\n```', '<p>```js<br>code<br>```</p>'],
  ['footnotes', '[^1] note\n\n[^1]: foot', '<p>[^1] note</p><p>[^1]: foot</p>'],
  ['the target of a link', '[key]: https://x.uk', '<p>[key]: <strong>x.uk</strong></p>'],
  ['a link in angle brackets', '<https://x.uk>', '<p>&lt;<strong>x.uk</strong>&gt;</p>'],
  ['a number below zero', '-5 degrees', '<p>-5 degrees</p>'],
  ['a time', '10.30am start', '<p>10.30am start</p>'],
  ['a list that starts at five', '5. a\n6. b', '<ol start=5><li>a</li><li>b</li></ol>'],
  ['a year at the beginning of a line', 'Since\n2026. x', '<p>Since</p><ol start=2026><li>x</li></ol>'],
  ['a number too long for a list', '1234567890. a', '<p>1234567890. a</p>'],
  ['bullets before numbers', '* a\n1. b', '<ul><li>a</li></ul><ol start=1><li>b</li></ol>'],
  [
    'two lists in a list',
    '1. a\n   * x\n   3. y\n2. b',
    '<ol start=1><li>a<ul><li>x</li></ul><ol start=3><li>y</li></ol></li><li>b</li></ol>',
  ],
  [
    'a list deeper than there is room for',
    '* a\n  * b\n    * c\n      * d\n        e\n      7. f\n  * g',
    '<ul><li>a<ul><li>b<ul><li>c<br>• d<br>e<br>7. f</li></ul></li><li>g</li></ul></li></ul>',
  ],
  ['a point that says nothing itself', '* \u0000\n  * x', '<ul><li><ul><li>x</li></ul></li></ul>'],
  ['blank lines in a list', '* a\n\n* b\n\n  more\n\nend', '<ul><li>a</li><li>b<br>more</li></ul><p>end</p>'],
  ['plus signs', '+ a\n+ b', '<p>+ a<br>+ b</p>'],
  ['lines set in', '    # a\n    * b\n# c', '<p># a<br>* b</p><h2>c</h2>'],
  ['a heading without text', '# ', '<p>#</p>'],
  ['an empty point', '*\n* a', '<p>*</p><ul><li>a</li></ul>'],
  ['a QR code that goes on', 'qr: a\nb', '<p>qr: a<br>b</p>'],
  ['a QR code of what stands for something', 'QR : a&amp;b ', '<qr>a&amp;b</qr>'],
  ['what stands for other characters', '&lt;b&gt; &amp;lt; &quot;', '<p>&lt;b&gt; &amp;lt; "</p>'],
  ['blanks and tabs', '  a\t\tb    c\n d', '<p>a b c<br>d</p>'],
  ['control characters', 'a\u0000\u0007b\u0085c', '<p>a b c</p>'],
  ['half a character', 'a\ud83d', '<p>a\ufffd</p>'],
  ['nothing to see', ' \n\u00a0\n\u0000\n# \u0000\n* \u0000', ''],
])('A body with %s loses none of it', (_, body, expected) => {
  expect(html(body)).toBe(expected);
});

describe('A QR code', () => {
  const problemOf = (data: string) => qrCodeProblem(`Scan\n\nqr: ${data}\n\nqr: ${data}b`);

  test.each([
    ['504 bytes', 'a'.repeat(503), 'a'.repeat(504), undefined],
    ['505 bytes', 'a'.repeat(504), `${'a'.repeat(504)}b`, 505],
    ['bytes and not characters', 'é'.repeat(252), `${'é'.repeat(252)}b`, 505],
    ['an ampersand as the five that HTML needs', `&${'a'.repeat(499)}`, `&amp;${'a'.repeat(499)}b`, 505],
  ])('is measured by %s', (_, data, named, bytes) => {
    expect(problemOf(data)).toEqual(bytes === undefined ? undefined : { data: named, bytes });
  });

  test('is none in a list or after other words', () => {
    expect(qrCodeProblem(`* qr: ${'a'.repeat(600)}\n\nx qr: ${'a'.repeat(600)}`)).toBeUndefined();
  });
});

describe('Any body', () => {
  const written = fc.constantFrom(
    ...rows.map(({ body }) => body),
    '1. a\n   * b\n\n  c\n2. d\n\n# e\n***\n^ f\n^ * g',
    'see https://www.gov.uk/a.\nqr: b\n\nqr: c\n\n    d\n---',
  );
  const bodies = fc.array(damaged(written), { maxLength: 4 }).map((parts) => parts.join('\n'));
  const linesOf = (block: Block): readonly BodyLine[] => {
    if (block.kind === 'page-break' || block.kind === 'qr-code') return [];
    if (block.kind === 'heading') return [block.line];
    return block.kind === 'paragraph' ? block.lines : linesOfList(block);
  };
  const numberOf = (block: Block): string => (block.kind === 'numbers' ? String(block.start) : '');
  const textOf = (block: Block): string =>
    block.kind === 'qr-code'
      ? block.data
      : numberOf(block) +
        linesOf(block)
          .flatMap((line) => line.map(({ text }) => text))
          .join(' ');

  /** What marks may take away: the protocol of a link, `qr`, the numbers of a list's further points. */
  const lettersOf = (text: string): string => text.replace(/https?:\/\//giu, '').replace(/[^\p{L}\p{N}]|&\w+;/gu, '');

  test('keeps every letter of every line, in order, none twice', () => {
    let read = 0;
    fc.assert(
      fc.property(bodies, (body) => {
        fc.pre(!/&[#\w]+;|qr\s*:|[0-9]\. /iu.test(body) && !/\p{Cs}/u.test(body));
        read += 1;
        expect(lettersOf(parseLetterBody(body).map(textOf).join(''))).toBe(lettersOf(body));
      }),
      runs,
    );
    expect(read).toBeGreaterThan(runs.numRuns / 2);
  });

  test('is made of blocks with something to see in each line, and nothing that ends a line', () => {
    fc.assert(
      fc.property(bodies, (body) => {
        const blocks = parseLetterBody(body);
        for (const block of blocks) {
          if (block.kind === 'qr-code') expect(block.data).toMatch(/\S/u);
          else if (block.kind !== 'page-break') expect(linesOf(block).length).toBeGreaterThan(0);
          for (const line of linesOf(block)) {
            expect(line.map(({ text }) => text).join('')).toMatch(/^[^\n\r]+$/u);
          }
        }
      }),
      runs,
    );
  });

  test('of marks without end is read in the time of its length', () => {
    const began = performance.now();
    const marks = [
      ' ',
      '\n',
      '*',
      '* ',
      '* a\n',
      '\n\n* a',
      '#',
      '# a\n',
      '- ',
      '---\n',
      '=',
      '1. ',
      '1. a\n ',
      '^',
      '^ a\n',
      '\\',
      '[',
      '[a](',
      'https://',
      'https://ab ',
      '&amp;',
      '[a](b)',
      '.',
      'a\n=\n',
      '\t',
      '&',
      '`',
      '|',
      'qr:',
      '"',
      '* a\n * b\n  * c\n   * d\n    * e\n',
      '1. a\n  * b\n    1. c\n',
    ];
    for (const mark of marks) {
      const text = mark.repeat(100_000 / mark.length);
      for (const body of [text, `a${text}a`, `# a${text}`])
        expect(parseLetterBody(body).length).toBeGreaterThanOrEqual(0);
    }
    expect(performance.now() - began).toBeLessThan(30_000); // a few seconds; with a rule that goes back over its steps, minutes
  });
});
