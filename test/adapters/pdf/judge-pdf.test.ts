import { judgePdf } from '../../../src/adapters/pdf/judge-pdf';
import { loadPdfium } from '../../../src/adapters/pdf/pdfium/load-pdfium';
import type { Inspection } from '../../../src/domain/inspection';
import { brokenTrees, damagedStream, doublyPacked, packedTogether, sharedPages } from './hostile-pdfs';

const pdfium = loadPdfium();
const judge = async (pdf: Uint8Array): Promise<Inspection> => judgePdf(await pdfium, pdf, { kind: 'attachment' });

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
});
