import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import type { Logo } from '../../../src/domain/logo';
import type { LetterRenderer } from '../../../src/ports';
import { blackPng } from '../../support/png';
import { testWith } from '../../support/programs';
import { LETTER } from './letters';
import { type Box, checkStructure, inkOutside } from './paper';

const MM = { left: 15, right: 85, top: 10, bottom: 28 };
const REST: readonly Box[] = [
  { left: 24.6, right: 120, top: 39.5, bottom: 66.3 },
  { left: 125, right: 195, top: 5, bottom: 95 },
  { left: 15, right: 195, top: 95, bottom: 292 },
];

const drawing = (width: number, height: number): Logo => {
  const rectangle = `<rect width="${width}" height="${height}"/>`;
  const text = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}">${rectangle}</svg>`;
  return { kind: 'svg', bytes: Buffer.from(text) };
};
const picture = (width: number, height: number): Logo => ({ kind: 'png', bytes: blackPng(width, height) });

describe('a logo on paper', () => {
  let renderer: LetterRenderer;
  beforeAll(() => void (renderer = createLetterRenderer({ processes: 1 })));
  afterAll(() => renderer.close());

  async function pdfWith(logo: Logo | null): Promise<Buffer> {
    const rendering = await renderer.render({ ...LETTER, logo });
    if (rendering.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(rendering)}`);
    return rendering.pdf;
  }
  const inkBeside = async (pdf: Buffer, place: Box): Promise<number | undefined> =>
    (
      await inkOutside(pdf, (page) => (page === 1 ? [place, ...REST] : [{ left: 0, right: 210, top: 0, bottom: 297 }]))
    )[0];

  /** The place that each of these fills; a tall one is as high as the place, a wide one as wide. */
  const SHAPES: readonly (readonly [string, Logo, Box])[] = [
    ['a wide drawing', drawing(700, 90), { ...MM, bottom: 19 }],
    ['a high drawing', drawing(18, 36), { ...MM, right: 24 }],
    ['a small drawing', drawing(7, 1.8), MM],
    ['a wide picture', picture(700, 90), { ...MM, bottom: 19 }],
    ['a high picture', picture(18, 36), { ...MM, right: 24 }],
    ['the largest picture', picture(1_700, 1_700), { ...MM, right: 33 }],
  ];
  for (const [what, logo, place] of SHAPES) {
    testWith(['pdftoppm'], `In a letter with ${what} the logo fills its place and no other`, async () => {
      const pdf = await pdfWith(logo);
      expect(await inkBeside(pdf, place)).toBe(0);
      expect(await inkBeside(pdf, { ...place, right: place.right - 1 })).toBeGreaterThan(50);
      expect(await inkBeside(pdf, { ...place, bottom: place.bottom - 1 })).toBeGreaterThan(50);
    });
  }

  testWith(['qpdf'], 'Others find files with drawings and pictures sound', async () => {
    for (const [, logo] of SHAPES) expect(await checkStructure(await pdfWith(logo))).toContain('No syntax or stream');
  });

  test('Letters of several services, one after the other in one child, each have their own logo', async () => {
    const logos = [drawing(9, 9), null, picture(9, 9), drawing(8, 9), picture(8, 9), null];
    const pdfs: Buffer[] = [];
    for (const logo of [...logos, ...logos]) pdfs.push(await pdfWith(logo));
    for (const [index] of logos.entries()) expect(pdfs[index + logos.length]?.equals(pdfs[index] as Buffer)).toBe(true);
    expect(new Set(pdfs.map((pdf) => pdf.toString('base64'))).size).toBe(5);
  });

  test('A picture that is damaged breaks its letter, and no other', async () => {
    const damaged: Logo = { kind: 'png', bytes: blackPng(9, 9).fill(1, 40) };
    expect((await renderer.render({ ...LETTER, logo: damaged })).kind).toBe('broken');
    expect((await renderer.render(LETTER)).kind).toBe('letter');
  });
});
