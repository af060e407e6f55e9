import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import { type Stamp, stampPdf } from '../../../src/adapters/pdf/stamp-pdf';
import { testWith } from '../../support/programs';
import { type Box, type Word, checkStructure, fontsOf, textOf, wordsOf } from '../render/paper';
import { pdfOf, streamOf } from './hostile-pdfs';
import { letterOf } from './letter-of';
import { changesOutside, picturesOf } from './pictures';

const WINDOW: Box = { left: 24.6, right: 120, top: 39.5, bottom: 66.3 };
const TAG: Box = { left: 1.8, right: 15.191, top: 1.8, bottom: 6.149 };
const ADDRESS = ['Mx Sample Person', '14 Éxample Avenue', 'LS1 4AP'];

async function written(pdf: Buffer): Promise<Uint8Array> {
  const result = await rewritePdf(pdf);
  if (!result.ok) throw new Error(`the file ${result.error}`);
  return result.value.bytes;
}

async function stamped(pdf: Uint8Array, stamp: Partial<Stamp> = {}): Promise<Buffer> {
  const { bytes } = await stampPdf(pdf, { addressLines: ADDRESS, tag: true, ...stamp });
  return Buffer.from(bytes);
}

const isIn = (box: Box, { left, right, top, bottom }: Word): boolean =>
  left >= box.left - 0.01 && right <= box.right && top >= box.top && bottom <= box.bottom;

/** What stands on page 1 in the window and where the printer looks for the tag. */
async function found(pdf: Buffer): Promise<{ address: string; tag: string }> {
  const [first = []] = await wordsOf(pdf);
  const textIn = (box: Box): string =>
    first
      .filter((word) => isIn(box, word))
      .map(({ text }) => text)
      .join(' ');
  return { address: textIn(WINDOW), tag: textIn(TAG) };
}

const firstPage = async (pdf: Uint8Array) => (await picturesOf(pdf))[0];

const EXPECTED = { address: ADDRESS.join(' '), tag: 'NOTIFY' };

describe('stamping a letter', () => {
  const SHAPES = [
    '[0 0 595.28 841.89]',
    '[100 50 695.28 891.89]',
    '[695.28 891.89 100 50]',
    '[-50 -900 545.28 -58.11]',
  ];
  const LYING = ['[0 0 841.89 595.28]', '[-10 30 831.89 625.28]'];
  const TURNS = [0, 90, 180, 270, -90, 450].flatMap((turn) =>
    (turn % 180 === 0 ? SHAPES : LYING).map((box) => [turn, box] as const),
  );
  for (const [turn, box] of TURNS) {
    testWith(['pdftotext'], `A page turned by ${turn} that lies at ${box} is stamped where people see it`, async () => {
      const pdf = await written(letterOf({ page: `/MediaBox ${box} /Rotate ${turn}` }));
      expect(await found(await stamped(pdf))).toEqual(EXPECTED);
    });
  }

  const LEFT_OPEN: Record<string, string> = {
    'graphics states open': 'q q 0.1 0 0 0.1 300 300 cm 0.5 g',
    'graphics states closed too often': '2 0 0 2 0 0 cm Q Q Q 0.5 g 100 100 20 20 re f',
    'a clipping to nothing': '0 0 0 0 re W n',
    'a text open': 'BT /F 40 Tf 3 Tr 50 Tz 200 500 Td',
    'a colour space of its own and thick lines': '/Pattern cs 30 w 2 J',
  };
  for (const [what, content] of Object.entries(LEFT_OPEN)) {
    testWith(
      ['pdftotext', 'pdftoppm'],
      `A page that leaves ${what} is stamped like any other, and looks as before`,
      async () => {
        const pdf = await written(letterOf({ content }));
        const printed = await stamped(pdf);
        expect(await found(printed)).toEqual(EXPECTED);
        const bare = await stamped(await written(letterOf({ content: '' })));
        const [before, after, plain] = await Promise.all([pdf, printed, bare].map(firstPage));
        expect(changesOutside(before, after, [WINDOW])).toBe(0);
        expect(changesOutside(plain, after, [{ left: 0, right: 210, top: 66.3, bottom: 297 }])).toBe(0);
      },
    );
  }

  testWith(['pdftotext', 'qpdf'], 'Content in several streams goes on from one to the next', async () => {
    const page =
      '<</Type /Page /MediaBox [0 0 595 842] /Contents [4 0 R 5 0 R 6 0 R] /Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>>>>>';
    const parts = ['BT /F 12 Tf 100 500 Td', '(A letter', ' in parts) Tj ET'].map((part) =>
      streamOf('', Buffer.from(part)),
    );
    const printed = await stamped(await written(pdfOf('<</Type /Pages /Count 1 /Kids [3 0 R]>>', page, ...parts)));
    expect(await textOf(printed)).toMatch(/A letter\s+in parts/);
    expect(await found(printed)).toEqual(EXPECTED);
    await checkStructure(printed);
  });

  testWith(
    ['pdffonts'],
    'The font of the address is embedded, with no more than the characters that are used',
    async () => {
      const fonts = await fontsOf(await stamped(await written(letterOf({ page: '/Resources <<>>', content: '' }))));
      expect(fonts).toEqual([{ name: 'LiberationSans', embedded: true, subset: true }]);
    },
  );

  test('Equal letters are stamped with equal bytes, whatever was stamped before', async () => {
    const pdf = await written(letterOf({}));
    const first = await stamped(pdf);
    await stamped(pdf, { addressLines: ['Ω', 'Ж', 'ß'] });
    expect((await stamped(pdf)).equals(first)).toBe(true);
  });

  const KEPT: readonly (readonly [string, readonly string[]])[] = [
    ['in a script that the font lacks', ['李小龍', '14 Example Avenue', 'LS1 4AP']],
    ['with an emoji', ['Mx Sample 🦆', '14 Example Avenue', 'LS1 4AP']],
    ['written from right to left', ['שלום', '14 Example Avenue', 'LS1 4AP']],
    ['wider than the window', ['W'.repeat(60), '14 Example Avenue', 'LS1 4AP']],
    ['higher than the window', new Array<string>(9).fill('Newtown')],
  ];
  test.each(KEPT)('An address %s stays as its sender drew it', async (_what, addressLines) => {
    const pdf = await written(letterOf({}));
    const kept = await stampPdf(pdf, { addressLines, tag: true });
    const untouched = await stampPdf(pdf, { addressLines: [], tag: true });
    expect(kept.address).toBe('kept');
    expect(Buffer.from(kept.bytes).equals(Buffer.from(untouched.bytes))).toBe(true);
  });
});
