import fc from 'fast-check';
import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import { parseLetterBody } from '../../../src/domain/letter-body';
import type { LetterToRender } from '../../../src/domain/rendering';
import type { LetterRenderer } from '../../../src/ports';
import { testWith } from '../../support/programs';
import { FULL, LETTER } from './letters';
import { type Box, type Word, wordsOf } from './paper';
import { ADDRESS, CONTACT, isIn, misplaced } from './places';

const inOrder = (words: readonly Word[]): readonly Word[] =>
  [...words].sort((one, other) =>
    Math.abs(one.bottom - other.bottom) < 1 ? one.left - other.left : one.bottom - other.bottom,
  );
/** The letters of what is written below the address: no marks, numbers and feet. */
const lettersOf = (text: string): string => text.replace(/[^\p{L}]/gu, '');
const textOf = (pages: readonly (readonly Word[])[]): string =>
  pages
    .flatMap((words, index) => inOrder(words.filter(({ top, bottom }) => bottom < 283 && (index > 0 || top > 104))))
    .map(({ text }) => text)
    .join(' ');

const saying = (body: string): LetterToRender => ({ ...LETTER, blocks: parseLetterBody(body) });
const LONG_WORD = 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch';

const LETTERS: readonly (readonly [string, LetterToRender])[] = [
  ['one of every block', LETTER],
  ['all that is too wide for its line', FULL],
  [
    'a word longer than its line',
    saying(`a ${LONG_WORD.repeat(3)} b\n\n# ${LONG_WORD.repeat(2)}\n\n* ${LONG_WORD.repeat(2)}`),
  ],
  [
    'web addresses',
    saying(
      `See https://www.example.gov.uk/a-b. (https://x.uk/${'part/'.repeat(40)}), www.gov.uk\n* https://${LONG_WORD}.uk/${LONG_WORD}`,
    ),
  ],
  [
    'web addresses that would fill their line without the brackets and quotes around them',
    saying(
      Array.from({ length: 20 }, (_, index) => `See (“https://www.example.gov.uk/${'i'.repeat(98 + index)}”).`).join(
        '\n\n',
      ),
    ),
  ],
  [
    'words and web addresses of twenty letters in narrow lists',
    saying(
      `999999999. a\n   999999999. b\n${['W'.repeat(20), `https://${'W'.repeat(19)}`].map((word) => `      999999999. ${word}`).join('\n')}`,
    ),
  ],
  [
    'seven lines of address',
    { ...LETTER, addressLines: ['Dr', 'Flat', 'House', 'Road', 'Village', 'Town', 'SW1A 1AA'] },
  ],
  ['lists in lists', saying('1. a\n   * b\n     9. c\n   * d\n\n998. e\n     * f')],
  ['QR codes on both sides of a page’s end', saying(`${'x\n\n'.repeat(15)}qr: a\n\nb\n\nqr: c\n\nd`)],
  ['ten pages', saying(Array.from({ length: 10 }, () => 'a\n\n# b\n\nc').join('\n\n---\n\n'))],
  ['Welsh', saying('Annwyl Ms Ŵyn\n\n# Eich trwydded barcio\n\nDiolch i chi am eich llythyr.')],
  ['a heading of many lines', { ...LETTER, heading: 'Your application for a permit '.repeat(9).trim() }],
  ['a contact block of seventeen lines', { ...LETTER, contactBlock: Array.from({ length: 17 }, () => 'A line') }],
  ['no contact block', { ...LETTER, contactBlock: [] }],
];

describe('where the words of a letter stand', () => {
  let renderer: LetterRenderer;
  beforeAll(() => void (renderer = createLetterRenderer({ processes: 1 })));
  afterAll(() => renderer.close());

  async function wordsOfLetter(letter: LetterToRender): Promise<readonly (readonly Word[])[]> {
    const rendering = await renderer.render(letter);
    if (rendering.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(rendering)}`);
    return wordsOf(rendering.pdf);
  }

  for (const [what, letter] of LETTERS) {
    testWith(['pdftotext'], `In a letter of ${what} no word is outside its place or on another`, async () => {
      expect(misplaced(await wordsOfLetter(letter), letter)).toEqual([]);
    });
  }

  const words = fc.array(
    fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('your', 'Ŵyn', 'permission', 'a', 'λόγος', 'Москва', 'I') },
      {
        weight: 1,
        arbitrary: fc.constantFrom(
          LONG_WORD,
          LONG_WORD.repeat(4),
          'https://www.example.uk/permit',
          `(https://www.example.uk/${'permit/'.repeat(7)}),`,
          'W'.repeat(20),
          `https://${LONG_WORD}.uk/${LONG_WORD}`,
        ),
      },
    ),
    { minLength: 1, maxLength: 60 },
  );
  const line = words.map((each) => each.join(' '));
  const mark = fc.constantFrom('* ', '1. ', '99. ', '  * ', '999999999. ', '  999999999. ', '# ', '', '', '\n', '\n');
  const bodies = fc
    .array(fc.tuple(mark, line), { minLength: 1, maxLength: 20 })
    .map((lines) => lines.map(([before, text]) => `${before}${text}`).join('\n'));

  testWith(['pdftotext'], 'Of any body every letter is printed, in order, in its place', async () => {
    const isPrinted = fc.asyncProperty(bodies, async (body) => {
      const pages = await wordsOfLetter(saying(body));
      expect(misplaced(pages, LETTER)).toEqual([]);
      const written = `${LETTER.heading} ${body.replaceAll('https://', '')}`;
      expect(lettersOf(textOf(pages))).toBe(`November${lettersOf(written)}`);
    });
    await fc.assert(isPrinted, { numRuns: 100 });
  });

  testWith(
    ['pdftotext'],
    'Words held together by blanks are parted at one of them where they are wider than a line',
    async () => {
      const pages = await wordsOfLetter(saying('together\u00a0'.repeat(40)));
      const words = pages.flat().flatMap(({ text }) => text.split('\u00a0'));
      expect(words.filter((word) => word === 'together')).toHaveLength(40);
    },
  );

  const lineUpTo = (most: number) =>
    fc
      .array(fc.constantFrom('Ŵyn', 'W', 'i', '12', 'Llanfairpwllgwyngyll', 'O’Néill', 'М', 'Ω', ' '), {
        minLength: 1,
        maxLength: most,
      })
      .map((parts) => parts.join('').trim() || 'x');
  const addresses = fc.array(lineUpTo(20), { minLength: 3, maxLength: 7 });
  const contacts = fc.array(lineUpTo(30), { maxLength: 16 });

  testWith(
    ['pdftotext'],
    'Any address and contact block are in their places, whole, or the letter is refused',
    async () => {
      const seen = { letter: 0, refused: 0 };
      const isInPlace = fc.asyncProperty(addresses, contacts, async (addressLines, contactBlock) => {
        const rendering = await renderer.render({ ...LETTER, addressLines, contactBlock, blocks: [] });
        if (rendering.kind === 'broken') throw new Error('no letter');
        seen[rendering.kind] += 1;
        if (rendering.kind === 'refused') {
          expect(rendering.reason).toMatch(/^(?:address|contact-block)-does-not-fit$/);
          return;
        }
        const pages = await wordsOf(rendering.pdf);
        expect(misplaced(pages, LETTER)).toEqual([]);
        const textIn = (area: Box) =>
          inOrder((pages[0] ?? []).filter((word) => isIn(word, area)))
            .map(({ text }) => text)
            .join('');
        expect(textIn(ADDRESS)).toBe(addressLines.join('').replaceAll(' ', ''));
        expect(textIn(CONTACT)).toBe(contactBlock.join('').replaceAll(' ', ''));
      });
      await fc.assert(isInPlace, { numRuns: 100 });
      expect(seen.letter).toBeGreaterThan(20);
    },
  );

  /** On which pages the lines of one block stand that begins so many lines below the top of the text. */
  async function pagesOf(before: number, block: string, sign: string): Promise<readonly number[]> {
    const pages = await wordsOfLetter(saying(`${'x\n'.repeat(before)}\n${block}`));
    return pages.flatMap((each, index) => each.filter(({ text }) => text === sign).map(() => index));
  }
  const NEAR_THE_END = Array.from({ length: 12 }, (_, index) => 17 + index);

  testWith(['pdftotext'], 'No page begins or ends with a single line of a paragraph or a point', async () => {
    for (const block of ['S\nS\nS\nS', '* S\n  S\n  S\n  S']) {
      const seen = new Set<string>();
      for (const before of NEAR_THE_END) seen.add((await pagesOf(before, block, 'S')).join(''));
      expect([...seen].sort()).toEqual(['0000', '0011', '1111']);
    }
  });

  testWith(['pdftotext'], 'A heading stands on the page of what follows it', async () => {
    for (const below of ['S\nS\nS', '* S\n* S\n* S']) {
      const seen = new Set<string>();
      for (const before of NEAR_THE_END) seen.add((await pagesOf(before, `# S\n\n${below}`, 'S')).join('').slice(0, 2));
      expect([...seen].sort()).toEqual(['00', '11']);
    }
    const seen = new Set<number>();
    for (const before of NEAR_THE_END) {
      const pages = await wordsOfLetter(saying(`${'x\n'.repeat(before)}\n# S\n\nqr: a`));
      expect(pages.findIndex((each) => each.some(({ text }) => text === 'S'))).toBe(pages.length - 1);
      seen.add(pages.length);
    }
    expect([...seen].sort()).toEqual([1, 2]);
  });
});
