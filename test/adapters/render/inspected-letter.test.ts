import { createPdfInspector } from '../../../src/adapters/pdf/create-pdf-inspector';
import { createLetterRenderer } from '../../../src/adapters/render/create-letter-renderer';
import type { LetterToRender } from '../../../src/domain/rendering';
import type { LetterRenderer, PdfInspector } from '../../../src/ports';
import { blackPng } from '../../support/png';
import { FULL, LETTER, paragraph } from './letters';

let renderer: LetterRenderer;
let inspector: PdfInspector;
beforeAll(() => {
  renderer = createLetterRenderer({ processes: 1 });
  inspector = createPdfInspector({ processes: 1 });
});
afterAll(() => Promise.all([renderer.close(), inspector.close()]));

const BFPO = ['Sgt A Sample', '4th Regiment', 'BFPO 12'];

test.each<[string, LetterToRender]>([
  ['one of every block', LETTER],
  ['all that is too wide for its line', { ...FULL, addressLines: LETTER.addressLines }],
  ['a logo', { ...LETTER, logo: { kind: 'png', bytes: blackPng(700, 180) } }],
  ['a footer', { ...LETTER, footer: ['Registered charity no. 123456.', 'NOTIFY', 'SW1A 1AA'] }],
  [
    'ten pages',
    { ...LETTER, blocks: Array.from({ length: 9 }, () => [{ kind: 'page-break' } as const, paragraph('a')]).flat() },
  ],
  ['three lines of address', { ...LETTER, addressLines: BFPO }],
])('A letter of ours with %s is one that we would accept as a PDF, for the same address', async (_what, letter) => {
  const made = await renderer.render(letter);
  if (made.kind !== 'letter') throw new Error(`no letter: ${JSON.stringify(made)}`);
  const inspection = await inspector.inspect(made.pdf, { kind: 'letter', international: false });
  if (inspection.kind !== 'letter') throw new Error(`refused: ${JSON.stringify(inspection)}`);
  expect(inspection).toMatchObject({ pages: made.pages, address: { lines: letter.addressLines } });
});
