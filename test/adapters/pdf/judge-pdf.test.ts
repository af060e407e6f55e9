import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../../src/adapters/pdf/pdfium/load-pdfium';
import type { Inspection } from '../../../src/domain/inspection';
import { letterOf } from './letter-of';
import { brokenTrees, damagedStream, doublyPacked, packedTogether, sharedPages } from './hostile-pdfs';

const pdfium = loadPdfium();
const judge = async (pdf: Uint8Array): Promise<Inspection> => judgePdf(await pdfium, pdf, { kind: 'attachment' });
const judgeLetter = async (content: string): Promise<Inspection> =>
  judgePdf(await pdfium, letterOf({ content }), { kind: 'letter', international: false });

describe('judging a PDF', () => {
  test.each(Object.entries(brokenTrees))('A file with %s cannot be read', async (_what, pdf) => {
    expect(await judge(pdf)).toMatchObject({ kind: 'refused', failure: 'unable-to-read-the-file', pages: null });
  });

  test('A trillion pages in some kilobytes are a letter that is too long', async () => {
    expect(sharedPages().length).toBeLessThan(4_000);
    expect(await judge(sharedPages())).toEqual({
      kind: 'refused',
      failure: 'letter-too-long',
      pages: 11,
      pagesAtFault: [],
      because: 'has too many pages',
    });
  });

  test('Streams that unpack to more than 64 MiB, in layers or together, are refused', async () => {
    for (const pdf of [doublyPacked(), packedTogether()]) {
      expect(await judge(pdf)).toMatchObject({ failure: 'unable-to-read-the-file', because: 'unpacks to too much' });
    }
  });

  test('A stream that cannot be unpacked leaves a letter a letter', async () => {
    expect(await judge(damagedStream())).toMatchObject({ kind: 'attachment', pages: 1 });
  });

  const TOO_WIDE = `BT /F 3 Tf 4 TL 75 700 Td (${'W'.repeat(60)}) Tj T* (14 Example Avenue) Tj T* (LS1 4AP) Tj ET`;

  test('An address that we cannot write anew stays, where people see it', async () => {
    expect(await judgeLetter(TOO_WIDE)).toMatchObject({
      kind: 'letter',
      notes: ['address-not-written'],
    });
  });

  test.each([
    ['invisible', `3 Tr ${TOO_WIDE}`],
    ['white', `1 g ${TOO_WIDE}`],
  ])('Where it is %s the window would be empty, so the letter is refused', async (_how, content) => {
    expect(await judgeLetter(content)).toMatchObject({ failure: 'address-is-empty', pages: 1, pagesAtFault: [1] });
  });
});
