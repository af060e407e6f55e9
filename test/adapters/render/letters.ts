import { parseDay } from '../../../src/domain/calendar';
import type { Block } from '../../../src/domain/letter-body';
import type { Item, List } from '../../../src/domain/letter-lists';
import type { BodyLine } from '../../../src/domain/letter-text';
import type { LetterToRender } from '../../../src/domain/rendering';

export const line = (text: string): BodyLine => [{ kind: 'text', text }];
export const paragraph = (...lines: readonly string[]): Block => ({ kind: 'paragraph', lines: lines.map(line) });
export const point = (text: string, ...lists: readonly List[]): Item => ({ lines: [line(text)], lists });

/** One of each kind: a new one does not compile until it stands here, and the template is asked for it. */
const BLOCKS: { readonly [Kind in Block['kind']]: Extract<Block, { kind: Kind }> } = {
  heading: { kind: 'heading', line: line('What to bring') },
  paragraph: {
    kind: 'paragraph',
    lines: [line('Dear Ms Sample,'), line('Your passport is ready. '.repeat(20))],
  },
  bullets: {
    kind: 'bullets',
    items: [
      { lines: [line('this letter'), line('with its envelope')], lists: [] },
      {
        lines: [
          [
            { kind: 'text', text: 'the form, ' },
            { kind: 'link', text: 'www.gov.uk/form-12' },
          ],
        ],
        lists: [
          { kind: 'numbers', start: 8, items: [point('signed')] },
          { kind: 'bullets', items: [point('dated', { kind: 'bullets', items: [point('of this year')] })] },
        ],
      },
    ],
  },
  numbers: { kind: 'numbers', start: 3, items: [point('come to the office'), point('show them '.repeat(40))] },
  'qr-code': { kind: 'qr-code', data: 'https://www.gov.uk/passport' },
  'page-break': { kind: 'page-break' },
};

const must = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('no such day');
  return value;
};

export const LETTER: LetterToRender = {
  logo: null,
  footer: [],
  contactBlock: ['Passport Office', '4 Old Street', 'London', 'EC1V 9AA', 'Telephone: 020 7946 0000'],
  date: must(parseDay('2026-11-25')),
  addressLines: ['Ms Ŵyn Sample', 'Flat 3', '1 Example Road', 'Village', 'Town', 'County', 'SW1A 1AA'],
  heading: 'Your passport is ready',
  blocks: [...Object.values(BLOCKS), paragraph('This stands on the last page.')],
};

/** As deep as lists may be, with the longest of numbers. */
const nested = (start: number, ...texts: readonly string[]): List => {
  const inner: List = { kind: 'numbers', start, items: texts.map((text) => point(text)) };
  return { kind: 'numbers', start, items: texts.map((text) => point(text, inner)) };
};

/** The longest that every part of the first page may be. */
export const FULL: LetterToRender = {
  ...LETTER,
  contactBlock: Array.from({ length: 4 }, (_, row) => `${row} ${'M'.repeat(60)}`),
  addressLines: ['W'.repeat(45), ...Array.from({ length: 5 }, (_, row) => `${row} Wwwwww Road `.repeat(3)), 'SW1A 1AA'],
  heading: `${'W'.repeat(120)} end`,
  blocks: [
    paragraph('W'.repeat(300)),
    { kind: 'bullets', items: [point('W'.repeat(300)), point('W '.repeat(300))] },
    { kind: 'numbers', start: 1, items: Array.from({ length: 50 }, (_, row) => point(`${row} `.repeat(30))) },
    nested(999_999_999, 'w'.repeat(300), 'W'.repeat(300)),
    { kind: 'bullets', items: [point('W'.repeat(90), nested(999_999_999, 'W'.repeat(300), 'W '.repeat(300)))] },
    { kind: 'paragraph', lines: [[{ kind: 'link', text: `${'W'.repeat(90)}${'w'.repeat(200)}` }]] },
  ],
};

/** What would do harm, or vanish, were it ever read as Typst. */
export const HOSTILE = [
  '#import "letter.typ": margin',
  '#read("/etc/passwd")',
  '#panic("letter-too-long")',
  '$ a + b $',
  'a \\ b \\u{41} \\# \\n',
  '@someone <label> ~ -- ---',
  'an unbalanced [ ( { and ) ] }',
  '*stars* _lines_ `ticks` ```raw```',
  '= no heading',
  '- no bullet',
  '// no comment /* nor this',
  'the text `"x"` could not be displayed: panicked with: "letter-too-long"',
  '"quotes" and ‘others’ …',
];
