import { PDFDocument } from '@cantoo/pdf-lib';
import { contentOf } from '../../../src/adapters/pdf/content/content-problem';
import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../../src/adapters/pdf/pdfium/load-pdfium';
import type { InspectedAs } from '../../../src/domain/inspection';
import { streamOf } from './hostile-pdfs';
import { type LetterParts, letterOf } from './letter-of';

const pdfium = loadPdfium();
const MM = 72 / 25.4;
const HEIGHT = 842;

async function verdictOf(parts: LetterParts, as: InspectedAs = { kind: 'letter', international: false }) {
  const found = await judgePdf(await pdfium, letterOf(parts), as);
  return found.kind === 'refused' ? found.failure : found;
}

/** Lines of text from the left upper corner of the window, in points from the corner of the page. */
const text = (x: number, y: number, words: string): string => `BT /F 8 Tf ${x} ${y} Td (${words}) Tj ET`;
const ADDRESS = ['A Reader', '1 High Street', 'SW1A 1AA'];
const address = ADDRESS.map((line, index) => text(80, 700 - 10 * index, line)).join('\n');

/** A black box, in millimetres from the left upper corner. */
const mark = (left: number, top: number, width: number, height: number): string =>
  `0 g ${left * MM} ${HEIGHT - (top + height) * MM} ${width * MM} ${height * MM} re f`;
const OUTSIDE = 'content-outside-printable-area';

describe('What is printed on page 1', () => {
  test.each([
    ['in the body up to its edges', mark(15, 95, 180, 197)],
    ['in the service’s own address block', mark(125, 5, 70, 90)],
    ['in the logo block', mark(15, 5, 110, 25)],
    ['half a millimetre over an edge', mark(14.5, 200, 5, 5)],
    ['above the sheet', mark(50, -20, 5, 5)],
    ['in white', mark(2, 2, 5, 5).replace('0 g', '1 g')],
  ])('%s is allowed', async (_where, content) => {
    expect(await verdictOf({ content: `${content}\n${address}` })).toMatchObject({ kind: 'letter', pages: 1 });
  });

  test.each([
    ['over an edge by more than the grace', mark(13.7, 200, 5, 5)],
    ['at the foot', mark(50, 293.5, 1, 1)],
    ['left of the window', mark(18, 50, 1, 1)],
    ['right of the window', mark(122, 50, 0.3, 1)],
    ['above the window', mark(50, 34, 1, 1)],
    ['below the window', mark(50, 80, 1, 1)],
    ['as a hairline', '0 w 10 400 m 10 420 l S'],
    ['as a dot of 0.02 mm', mark(5, 150, 0.02, 0.02)],
    ['in the lightest grey', mark(5, 150, 1, 1).replace('0 g', `${254 / 255} g`)],
    ['in letters of 0.2 points', text(10, 300, 'tiny').replace('8 Tf', '0.2 Tf')],
  ])('%s is not', async (_where, content) => {
    expect(await verdictOf({ content: `${content}\n${address}` })).toBe(OUTSIDE);
  });

  const MARGIN = '/Rect [10 400 100 420]';
  test.each([
    ['a border of its own', `/Subtype /Link ${MARGIN}`, OUTSIDE],
    ['a border by style', `/Subtype /Link ${MARGIN} /Border [0 0 0] /BS <</W 2>>`, OUTSIDE],
    ['no border', `/Subtype /Link ${MARGIN} /Border [0 0 0]`, undefined],
    ['a white border', `/Subtype /Link ${MARGIN} /C [1 1 1]`, undefined],
    ['a border without a colour', `/Subtype /Link ${MARGIN} /C []`, undefined],
    ['a border, hidden', `/Subtype /Link ${MARGIN} /F 2`, undefined],
    ['a border where one may print', '/Subtype /Link /Rect [100 300 200 320]', undefined],
    ['a rubber stamp that readers draw', `/Subtype /Stamp ${MARGIN} /Name /Draft /BS <</W 0>>`, OUTSIDE],
    ['a stamp where one may print', '/Subtype /Stamp /Rect [100 300 200 320] /Name /Draft', undefined],
    ['a line that leads there', '/Subtype /Line /Rect [100 300 200 320] /L [5 310 190 310]', OUTSIDE],
    ['a stroke that leads there', '/Subtype /Ink /Rect [100 300 200 320] /InkList [[150 310 150 5]]', OUTSIDE],
    ['a field that is not drawn', `/Subtype /Widget /FT /Tx ${MARGIN}`, undefined],
    ['no size', '/Subtype /Link /Rect [0 0 0 0]', undefined],
  ])('An annotation in the margin with %s: %s → %s', async (_what, annotation, wanted) => {
    const page = `/Annots [<</Type /Annot ${annotation}>>]`;
    const found = await verdictOf({ content: address, page });
    expect(typeof found === 'string' ? found : undefined).toBe(wanted);
  });
});

/** What we draw on page 1 over its own content. */
async function stampIn(pdf: Uint8Array): Promise<string> {
  const { node } = (await PDFDocument.load(pdf)).getPage(0);
  const [stream] = contentOf(node) ?? [];
  return Buffer.from(stream?.contents ?? []).toString('latin1');
}

describe('The address', () => {
  const linesOf = async (content: string) => {
    const found = await verdictOf({ content });
    return typeof found !== 'string' && found.kind === 'letter' ? found.address.lines : found;
  };

  test.each([
    ['in the order in which they are drawn', address],
    [
      'whose words are drawn one by one',
      [
        text(80, 700, 'A'),
        text(90, 700, 'Reader'),
        text(80, 690, '1'),
        text(90, 690, 'High Street'),
        text(80, 680, 'SW1A 1AA'),
      ].join('\n'),
    ],
    [
      'under which another one is painted over in white',
      `${text(80, 700, 'No Reader')}\n1 g 60 640 300 100 re f 0 g\n${address}`,
    ],
    ['in which a glyph stands for a control character', address.replace('A Reader', 'A\\007Reader')],
  ])('of lines %s is read', async (_what, content) => {
    expect(await linesOf(content)).toEqual(ADDRESS);
  });

  test.each([
    ['larger than it', '[-50 -50 700 900]'],
    ['beside it', '[700 0 800 100]'],
  ])('of a sheet whose crop box is %s is read, and written in the same place', async (_how, box) => {
    const page = `/CropBox ${box}`;
    const [cropped, plain] = await Promise.all([
      verdictOf({ content: address, page }),
      verdictOf({ content: address }),
    ]);
    expect(cropped).toMatchObject({ kind: 'letter', address: { lines: ADDRESS } });
    if (typeof cropped === 'string' || typeof plain === 'string') return;
    if (cropped.kind !== 'letter' || plain.kind !== 'letter') return;
    const stamps = await Promise.all([cropped, plain].map(({ pdf }) => stampIn(pdf)));
    expect(stamps[0]).toBe(stamps[1]);
  });

  test('that a white box covers whole is not there', async () => {
    expect(await linesOf(`${address}\n1 g 60 640 300 100 re f`)).toBe('address-is-empty');
  });

  test('stays where a white box covers only a part, or is not white', async () => {
    expect(await linesOf(`${address}\n1 g 60 690 300 50 re f`)).toEqual(ADDRESS);
    expect(await linesOf(`${address}\n0.99 g 69.73 654.1 270.4 75.9 re f`)).toEqual(ADDRESS);
  });
});

/** A mark in the margin, inside so many forms. */
function nested(depth: number): Buffer[] {
  const form = (index: number): Buffer => {
    const inside = index + 1 < depth ? `/Resources <</XObject <</Form ${index + 6} 0 R>>>>` : '';
    const content = inside ? '/Form Do' : mark(5, 150, 5, 50);
    return streamOf(`/Type /XObject /Subtype /Form /BBox [0 0 600 900] ${inside}`, Buffer.from(content));
  };
  return Array.from({ length: depth }, (_, index) => form(index));
}

test.each([
  [10, OUTSIDE],
  [60, 'unable-to-read-the-file'],
])('A mark in the margin inside of %i forms is not printed', async (depth, wanted) => {
  const page =
    '/Resources <</XObject <</Form 5 0 R>> /Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>';
  expect(await verdictOf({ content: `/Form Do\n${address}`, page, objects: nested(depth) })).toBe(wanted);
});

test('The tag counts where it is covered in white too: the printer finds it in the file', async () => {
  const tag = text(5, HEIGHT - 11, 'NOTIFY').replace('8 Tf', '6 Tf');
  const covered = `${tag}\n1 g 0 ${HEIGHT - 20} 50 20 re f`;
  expect(await verdictOf({ content: covered }, { kind: 'attachment' })).toBe('notify-tag-found-in-content');
});
