import { decode } from 'fast-png';
import { createPagePictures } from '../../../src/adapters/pdf/create-page-pictures';
import { hostileFile, sampleLetter, sampleLetters } from './sample-letters';

const pictures = createPagePictures();
afterAll(() => pictures.close());

const DOTS_PER_MILLIMETRE = 200 / 25.4;
const MARK = '204,0,0';
const VEILED_PAPER = '255,239,239';
const PAPER = '255,255,255';

/** The colour at a place of a page, in millimetres from its top left corner; and whether some mark is painted on it. */
function look(png: Buffer) {
  const { width, height, data } = decode(png);
  const colourAt = (left: number, top: number): string => {
    const at = 3 * (Math.round(top * DOTS_PER_MILLIMETRE) * width + Math.round(left * DOTS_PER_MILLIMETRE));
    return data.slice(at, at + 3).join(',');
  };
  const isMarked = (): boolean => {
    for (let at = 0; at < data.length; at += 3) {
      if (data[at] === 204 && data[at + 1] === 0 && data[at + 2] === 0) return true;
    }
    return false;
  };
  return { width, height, colourAt, isMarked };
}

const outside = sampleLetters.filter(({ verdict, quirk }) => verdict === 'content-outside-printable-area' && !quirk);
/** PDFium draws no border of an annotation; the veil alone shows where none may be. */
const drawn = outside.filter(({ file }) => file !== 'annotation-border-in-margin.pdf');

describe('The pages at fault of a letter that prints where it may not', () => {
  it.each(drawn.map(({ file, invalid_pages }) => [file, invalid_pages] as const))(
    'show their marks in red: %s',
    async (file, pagesAtFault) => {
      const drawnPages = await pictures.drawFaults({ pdf: sampleLetter(file), pagesAtFault });
      expect(drawnPages?.map((png) => look(png).isMarked())).toEqual(pagesAtFault.map(() => true));
    },
  );

  it('show a veil over all that is not to be printed on, the sheet whole, and the rest as it is', async () => {
    const drawnPages = await pictures.drawFaults({
      pdf: sampleLetter('margin-left-dot-page-1.pdf'),
      pagesAtFault: [1],
    });
    const { width, height, colourAt } = look(drawnPages?.[0] ?? Buffer.alloc(0));
    expect([width, height]).toEqual([1654, 2339]);
    expect(colourAt(7, 151)).toBe(MARK); // the dot
    for (const [left, top] of [
      [5, 20],
      [100, 2],
      [205, 200],
      [20, 80],
      [122, 50],
    ] as const)
      expect(colourAt(left, top)).toBe(VEILED_PAPER);
    for (const [left, top] of [
      [20, 20],
      [100, 200],
      [160, 50],
      [110, 60],
    ] as const)
      expect(colourAt(left, top)).toBe(PAPER);
  });

  it('cannot be drawn of a file that cannot be read, and the next one can', async () => {
    const damaged = { pdf: hostileFile('truncated-third.pdf'), pagesAtFault: [1] };
    expect(await pictures.drawFaults(damaged)).toBeUndefined();
    const pdf = sampleLetter('margin-hairline-left.pdf');
    expect(await pictures.drawFaults({ pdf, pagesAtFault: [1] })).toHaveLength(1);
  });
});
