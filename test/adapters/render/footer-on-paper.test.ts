import fc from 'fast-check';
import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import { type Footer, readFooter } from '../../../src/domain/footer';
import { parseLetterBody } from '../../../src/domain/letter-body';
import type { LetterToRender } from '../../../src/domain/rendering';
import type { LetterRenderer } from '../../../src/ports';
import { testWith } from '../../support/programs';
import { FULL, HOSTILE, LETTER } from './letters';
import { type Box, type Word, inkOutside, scanned, scannedByOthers, textOf, wordsOf } from './paper';
import { FOOTER, isIn, misplaced } from './places';

const CHARITY: Footer = [
  'Exampleton Hospice is a registered charity in England and Wales (no. 1234567) and in Scotland (SC012345).',
  'A company limited by guarantee, registered in England and Wales (no. 01234567). Regulated by the CQC.',
  'Swyddfa gofrestredig: 1 Ffordd Tŷ’r Ysgol, Exampleton EX1 1AA. www.exampleton.example',
];
/** Of the printer's specification, below the windows of the first page. */
const BELOW: Box = { left: 15, right: 195, top: 95, bottom: 292 };
const ANYWHERE_ABOVE: Box = { left: 0, right: 210, top: 0, bottom: 95 };

const saying = (body: string, footer: Footer): LetterToRender => ({ ...LETTER, footer, blocks: parseLetterBody(body) });
const printedAt = (words: readonly Word[]) =>
  words
    .filter((word) => isIn(word, FOOTER))
    .map(({ text, left, bottom }) => [text, left.toFixed(2), bottom.toFixed(2)]);

describe('a footer on paper', () => {
  let renderer: LetterRenderer;
  beforeAll(() => void (renderer = createLetterRenderer({ processes: 1 })));
  afterAll(() => renderer.close());

  async function made(letter: LetterToRender): Promise<{ pdf: Buffer; pages: number }> {
    const rendering = await renderer.render(letter);
    if (rendering.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(rendering)}`);
    return rendering;
  }

  for (const lines of [1, 2, 3]) {
    const footer = CHARITY.slice(0, lines);
    testWith(
      ['pdftotext'],
      `A footer of ${lines} stands at the same place of every page, on no other word`,
      async () => {
        for (const letter of [LETTER, FULL, saying('Gypsy quay\n'.repeat(200), footer)]) {
          const pages = await wordsOf((await made({ ...letter, footer })).pdf);
          expect(misplaced(pages, { footer })).toEqual([]);
          const [first = [], ...others] = pages.map(printedAt);
          expect(first.map(([text]) => text).join(' ')).toBe(footer.join(' '));
          expect(others.length).toBeGreaterThan(1);
          for (const other of others) expect(other).toEqual(first);
        }
      },
    );
  }

  testWith(['pdftotext'], 'Its last line and the page number stand on one line', async () => {
    const [words = []] = await wordsOf((await made({ ...LETTER, footer: ['Charity'] })).pdf);
    const baselineOf = (sign: string, size: number) =>
      (words.filter(({ text }) => text === sign).at(-1)?.bottom ?? 0) - (size * 0.212 * 25.4) / 72;
    expect(baselineOf('Charity', 7.5)).toBeCloseTo(291, 1);
    expect(baselineOf('Page', 10)).toBeCloseTo(291, 1);
  });

  testWith(['pdftoppm'], 'No page has ink of it where the printer wants none', async () => {
    for (const letter of [LETTER, { ...LETTER, blocks: [] }]) {
      const { pdf, pages } = await made({ ...letter, footer: CHARITY });
      expect(await inkOutside(pdf, () => [BELOW, ANYWHERE_ABOVE])).toEqual(new Array(pages).fill(0));
      const [cut = 0] = await inkOutside(pdf, () => [{ ...BELOW, bottom: 290 }, ANYWHERE_ABOVE]);
      expect(cut).toBeGreaterThan(100); // the test can fail
    }
  });

  test('A letter has as many pages with a footer as without', async () => {
    const seen = new Set<number>();
    for (let lines = 20; lines < 30; lines += 1) {
      for (const body of ['x\n'.repeat(lines), `${'x\n'.repeat(lines - 6)}\n# x\n\n* x\n* x`]) {
        const { pages } = await made(saying(body, []));
        expect((await made(saying(body, CHARITY))).pages).toBe(pages);
        seen.add(pages);
      }
    }
    expect([...seen]).toEqual([1, 2]);
  });

  testWith(['pdftoppm', 'zbarimg'], 'A QR code as near to it as can be is scanned', async () => {
    const code = 'https://www.gov.uk/permit';
    const above = (lines: number) => made(saying(`# x\n\n${'x\n'.repeat(lines)}\nqr: ${code}`, CHARITY));
    let lines = 22;
    while ((await above(lines)).pages > 1) lines -= 1;
    expect(lines).toBe(18); // 2 points above the end of the text
    const { pdf } = await above(lines);
    expect(await scanned(pdf)).toBe(code);
    expect(await scannedByOthers(pdf)).toBe(code);
  });

  testWith(['pdftotext'], 'It is printed as it is written, and never read as markup', async () => {
    for (const text of HOSTILE) {
      const footer = readFooter(text);
      if (!footer.ok) throw new Error(footer.error);
      const printed = await textOf((await made({ ...LETTER, blocks: [], footer: footer.value })).pdf);
      expect(printed.replace(/\s+/g, '')).toContain(text.replace(/\s+/g, ''));
    }
  });

  const parts = fc.constantFrom('Registered charity ', 'no. 123 ', 'Tŷ’r ', 'WWWWWW', 'ii', 'AVAV', 'Łódź ', 'λόγος ');
  const lines = fc.array(parts, { minLength: 1, maxLength: 24, size: 'max' }).map((all) => all.join(''));
  const texts = fc.array(lines, { minLength: 1, maxLength: 3 }).map((all) => all.join('\n'));

  testWith(['pdftotext'], 'Whatever fits stands there whole, in its place, and nothing else is accepted', async () => {
    const seen = { letter: 0, refused: 0 };
    const isInPlace = fc.asyncProperty(texts, async (text) => {
      const footer = readFooter(text);
      if (!footer.ok) throw new Error(footer.error);
      const rendering = await renderer.render({ ...LETTER, footer: footer.value, blocks: [] });
      if (rendering.kind === 'broken') throw new Error('no letter');
      seen[rendering.kind] += 1;
      if (rendering.kind === 'refused') {
        expect(rendering.reason).toBe('footer-does-not-fit');
        return;
      }
      const pages = await wordsOf(rendering.pdf);
      expect(misplaced(pages, { footer: footer.value })).toEqual([]);
      const [printed = []] = pages.map(printedAt);
      expect(printed.map(([word]) => word).join('')).toBe(footer.value.join('').replaceAll(' ', ''));
    });
    await fc.assert(isInPlace, { numRuns: 100 });
    expect(Math.min(seen.letter, seen.refused)).toBeGreaterThan(10);
  });

  test('Equal letters with a footer are equal bytes, and those without are others', async () => {
    const { pdf } = await made({ ...LETTER, footer: CHARITY });
    expect((await made({ ...LETTER, footer: [...CHARITY] })).pdf.equals(pdf)).toBe(true);
    expect((await made(LETTER)).pdf.equals(pdf)).toBe(false);
  });
});
