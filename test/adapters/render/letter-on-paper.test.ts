import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import type { Block } from '../../../src/domain/letter-body';
import type { LetterToRender } from '../../../src/domain/rendering';
import type { LetterRenderer } from '../../../src/ports';
import { testWith } from '../../support/programs';
import { FULL, HOSTILE, LETTER, line, paragraph, point } from './letters';
import {
  type Box,
  type Word,
  checkStructure,
  fontsOf,
  inkOutside,
  scanned,
  scannedByOthers,
  textOf,
  wordsOf,
} from './paper';

/** Of the printer's specification. */
const WINDOW: Box = { left: 24.6, right: 120, top: 39.5, bottom: 66.3 };
const CONTACT: Box = { left: 125, right: 195, top: 5, bottom: 95 };
const BODY: Box = { left: 15, right: 195, top: 95, bottom: 292 };
const LATER_PAGE: Box = { left: 15, right: 195, top: 5, bottom: 292 };
/** Of ours: where the text ends, and what stands below it. */
const FOOT: Box = { left: 15, right: 195, top: 283, bottom: 292 };
const TAG_BOX: Box = { left: 0, right: 15.191, top: 0, bottom: 6.149 };

const inside = (word: Box, box: Box): boolean =>
  word.left >= box.left - 0.01 && word.right <= box.right + 0.01 && word.top >= box.top && word.bottom <= box.bottom;
const touching = (words: readonly Word[], box: Box): string[] =>
  words
    .filter(
      ({ left, right, top, bottom }) => left < box.right && right > box.left && top < box.bottom && bottom > box.top,
    )
    .map(({ text }) => text);
const wordsIn = (...lines: readonly string[]): string[] => lines.join(' ').split(' ').filter(Boolean);

describe('a letter on paper, seen by programs of others', () => {
  let renderer: LetterRenderer;
  beforeAll(() => void (renderer = createLetterRenderer({ processes: 1 })));
  afterAll(() => renderer.close());

  async function made(letter: LetterToRender): Promise<{ pdf: Buffer; pages: number }> {
    const rendering = await renderer.render(letter);
    if (rendering.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(rendering)}`);
    return rendering;
  }

  testWith(
    ['pdftotext'],
    'The address stands in the window and nothing else does, the contact block to its right',
    async () => {
      for (const letter of [LETTER, FULL]) {
        const [first = []] = await wordsOf((await made(letter)).pdf);
        const grown = {
          left: WINDOW.left - 3,
          right: WINDOW.right + 3,
          top: WINDOW.top - 3,
          bottom: WINDOW.bottom + 3,
        };
        expect(touching(first, grown).join('')).toBe(wordsIn(...letter.addressLines).join(''));
        const atAddress = first.filter((word) => touching([word], grown).length > 0);
        for (const word of atAddress) expect(inside(word, WINDOW)).toBe(true);
        const above = first.filter(
          (word) => word.bottom <= BODY.top && !atAddress.includes(word) && word.text !== 'NOTIFY',
        );
        expect(above.map(({ text }) => text).join('')).toBe(wordsIn(...letter.contactBlock).join(''));
        for (const word of above) expect(inside(word, CONTACT)).toBe(true);
      }
    },
  );

  testWith(['pdftotext'], 'Date, heading and body follow one another below the window', async () => {
    const [first = [], second = [], third = []] = await wordsOf((await made(LETTER)).pdf);
    const body = first.filter(({ top }) => top > BODY.top);
    for (const word of body) expect(inside(word, BODY)).toBe(true);
    const text = [...body, ...second].map(({ text: each }) => each).join(' ');
    expect(text).toMatch(/^25 November 2026 Your passport is ready What to bring Dear Ms Sample, Your passport/);
    expect(text).toContain(
      '• this letter with its envelope • the form, www.gov.uk/form-12 8. signed – dated • of this year 3. come to the office 4. show',
    );
    expect(third.map(({ text: each }) => each).join(' ')).toBe('This stands on the last page. Page 3 of 3');
  });

  testWith(['pdftotext'], 'Every page says at its foot which one it is, and of how many', async () => {
    for (const letter of [{ ...LETTER, blocks: [] }, LETTER, FULL]) {
      const { pdf, pages } = await made(letter);
      const feet = (await wordsOf(pdf)).map((words) => words.filter(({ top }) => top > FOOT.top));
      expect(feet.map((words) => words.map(({ text }) => text).join(' '))).toEqual(
        Array.from({ length: pages }, (_, index) => `Page ${index + 1} of ${pages}`),
      );
      for (const word of feet.flat()) expect(inside(word, FOOT)).toBe(true);
    }
  });

  const HEBREW_AS_SEEN = Array.from('שלום').reverse().join('');
  const TEXTS: readonly (readonly [string, string, string?])[] = [
    ['Welsh', 'Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Tŷ Ŵyn, Ynys Môn'],
    ['Greek and Cyrillic', 'Ελλάδα Россия Україна'],
    ['Vietnamese and Yoruba', 'Nguyễn Thị Ánh, Ọláyẹmí'],
    ['an Irish name with an apostrophe, and a Hawaiian one', 'O’Néill, Kealiʻi'],
    ['marks that belong to the letter before them', 'Cafe\u0301 q\u0303\u0323', 'Café q\u0323\u0303'],
    ['Hebrew, seen from left to right', 'שלום', HEBREW_AS_SEEN],
    ['Hebrew beside English', 'Anna שלום', `Anna ${HEBREW_AS_SEEN}`],
    ['a tab, a byte order mark and a joiner', 'a\tb\ufeff\u200dc', 'a bc'],
    ['what would turn the words after it', '\u202ename\u2067, pay £12.50', 'name, pay £12.50'],
    ['prices and signs', '£5.50 – €6 • ½ “q” ‘s’ … → ™'],
  ];
  testWith(['pdftotext'], 'Whatever the fonts have is printed, and can be read again', async () => {
    for (const [what, text, printed = text] of TEXTS) {
      const letter = { ...LETTER, heading: text, blocks: [paragraph(text)], addressLines: [text, 'SW1A 1AA'] };
      const [words = []] = await wordsOf((await made(letter)).pdf);
      const read = words.map(({ text: each }) => each).join('');
      const times = read.normalize('NFC').split(printed.normalize('NFC').replaceAll(' ', '')).length - 1;
      expect([what, times]).toEqual([what, 3]);
    }
  });

  /** Up to the longest that the API takes. */
  const CODES = [
    'https://www.gov.uk/passport',
    'https://www.example.gov.uk/a?b=c&d=e#f-g_h',
    'Tŷ Ŵyn – «λ» 😀',
    '0123456789',
    `https://www.example.gov.uk/${'caffi-llên/'.repeat(39)}`,
    'a'.repeat(504),
  ];
  const withCode = (data: string): LetterToRender => ({ ...LETTER, blocks: [{ kind: 'qr-code', data }] });

  testWith(['pdftoppm'], 'A QR code is scanned from the paper', async () => {
    for (const data of CODES) expect(await scanned((await made(withCode(data))).pdf)).toBe(data);
  });

  testWith(['pdftoppm', 'zbarimg'], 'A QR code is scanned from the paper by a scanner of others', async () => {
    const plain = CODES.filter((data) => /^[ -~]+$/.test(data)); // it guesses at the encoding of other text
    for (const data of plain) expect(await scannedByOthers((await made(withCode(data))).pdf)).toBe(data);
  });

  testWith(['pdftotext'], 'The tag stands on the first page only, where the printer looks for it', async () => {
    const { pdf, pages } = await made(FULL);
    const words = await wordsOf(pdf);
    expect(pages).toBeGreaterThan(2);
    expect(words.map((page) => touching(page, TAG_BOX))).toEqual(
      words.map((_page, index) => (index === 0 ? ['NOTIFY'] : [])),
    );
    const tag = words[0]?.find(({ text }) => text === 'NOTIFY');
    expect(tag?.left).toBeCloseTo(1.8, 2);
  });

  testWith(
    ['pdftoppm'],
    'No page has ink where the printer wants none, whatever is too wide for its line',
    async () => {
      for (const letter of [LETTER, FULL]) {
        const { pdf, pages } = await made(letter);
        const ink = await inkOutside(pdf, (page) => (page === 1 ? [WINDOW, CONTACT, BODY] : [LATER_PAGE]));
        expect(ink).toEqual(new Array(pages).fill(0));
      }
      const [outside = 0] = await inkOutside((await made(LETTER)).pdf, () => [CONTACT, BODY]);
      expect(outside).toBeGreaterThan(100); // the address: the test can fail
    },
  );

  testWith(
    ['pdffonts', 'qpdf'],
    'Others find the file sound, and our two fonts in it with only what is used',
    async () => {
      const { pdf } = await made(LETTER);
      expect(await checkStructure(pdf)).toContain('No syntax or stream encoding errors');
      const fonts = await fontsOf(pdf);
      expect(fonts.map(({ name }) => name).sort()).toEqual(['LiberationSans', 'LiberationSans-Bold']);
      for (const font of fonts) expect(font).toMatchObject({ embedded: true, subset: true });
      expect(pdf.length).toBeLessThan(60_000);
    },
  );

  testWith(
    ['pdftotext'],
    'Whatever a service writes is printed letter by letter, and never read as markup',
    async () => {
      const items = HOSTILE.map((text) => point(text));
      const bodies: readonly (readonly Block[])[] = [
        HOSTILE.map((text) => paragraph(text)),
        [{ kind: 'bullets', items }],
        [{ kind: 'numbers', start: 1, items }],
        HOSTILE.map((text) => ({ kind: 'heading', line: line(text) })),
      ];
      const everywhere: readonly LetterToRender[] = [
        ...bodies.map((blocks) => ({ ...LETTER, blocks })),
        ...HOSTILE.map((text) => ({
          ...LETTER,
          blocks: [],
          heading: text,
          contactBlock: [text],
          addressLines: [text],
        })),
      ];
      for (const letter of everywhere) {
        const printed = (await textOf((await made(letter)).pdf)).replace(/\s+/g, '');
        const written = letter.blocks.length > 0 ? HOSTILE : letter.addressLines;
        for (const text of written) expect(printed).toContain(text.replace(/\s+/g, ''));
        expect(printed).not.toContain('root:');
      }
    },
  );
});
