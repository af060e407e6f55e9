import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import type { PdfRefusal } from '../../../src/domain/pdf-refusal';
import { testWith } from '../../support/programs';
import { checkStructure, textOf } from '../render/paper';
import { brokenTrees, damagedStream, doublyPacked, packedTogether, pdfOf, sharedPages } from './hostile-pdfs';
import { letterOf } from './letter-of';
import { changesOutside, picturesOf } from './pictures';
import { hostileFile, hostileFiles, sampleLetter, sampleLetters } from './sample-letters';

async function written(pdf: Buffer): Promise<Buffer> {
  const result = await rewritePdf(pdf);
  if (!result.ok) throw new Error(`the file ${result.error}`);
  return Buffer.from(result.value.bytes);
}

async function refusalOf(pdf: Buffer): Promise<PdfRefusal | undefined> {
  const result = await rewritePdf(pdf);
  return result.ok ? undefined : result.error;
}

const UNWRITABLE: Record<string, PdfRefusal> = {
  'invalid-svg-file.svg': 'does not begin as a PDF',
  'unreadable-plain-text.pdf': 'does not begin as a PDF',
  'unreadable-random.pdf': 'does not begin as a PDF',
  'unreadable-header-only.pdf': 'does not end as a PDF',
  'length-11-pages.pdf': 'has too many pages',
  'length-11-pages-all-landscape.pdf': 'has too many pages',
};

const HOSTILE: Record<string, PdfRefusal | undefined> = {
  'bomb-256mb-content-stream.pdf': 'unpacks to too much',
  'embedded-file.pdf': 'holds other files',
  'empty.pdf': 'does not begin as a PDF',
  'encrypted-owner-only-aes128.pdf': 'is encrypted',
  'encrypted-user-aes128.pdf': 'is encrypted',
  'hex-name-embedded-files.pdf': 'holds other files',
  'incremental-swaps-body.pdf': undefined, // its last revision is a letter
  'js-document-will-print.pdf': 'holds active content',
  'js-names-tree.pdf': 'holds active content',
  'launch-open-action.pdf': 'holds active content',
  'not-a-pdf-zip.pdf': 'does not begin as a PDF',
  'pages-2000.pdf': 'has too many pages',
  'polyglot-zip-then-pdf.pdf': 'does not begin as a PDF',
  'truncated-third.pdf': 'does not end as a PDF',
};

const STREAM = '<</Length 0>>\nstream\n\nendstream';

describe('writing a PDF anew', () => {
  testWith(
    ['qpdf', 'pdftoppm'],
    'Each sample letter is clean to qpdf and looks the same to poppler, page by page',
    async () => {
      for (const { file, pages } of sampleLetters.filter((sample) => !UNWRITABLE[sample.file])) {
        const pdf = sampleLetter(file);
        const anew = await written(pdf);
        expect(await checkStructure(anew)).toContain('No syntax or stream encoding errors found');
        const [before, after] = await Promise.all([picturesOf(pdf), picturesOf(anew)]);
        const changes = after.map((picture, index) => changesOutside(before[index], picture, []));
        expect({ file, changes }).toEqual({ file, changes: new Array(pages).fill(0) });
      }
    },
  );

  test('The sample files that are no letters are refused, each with its reason', async () => {
    const found = await Promise.all(sampleLetters.map(async ({ file }) => [file, await refusalOf(sampleLetter(file))]));
    expect(Object.fromEntries(found.filter(([, refusal]) => refusal))).toEqual(UNWRITABLE);
  });

  test('The hostile samples are refused, each with its reason', async () => {
    const found = await Promise.all(hostileFiles.map(async (file) => [file, await refusalOf(hostileFile(file))]));
    expect(Object.fromEntries(found)).toEqual(HOSTILE);
  });

  test('Equal letters become equal bytes', async () => {
    for (const file of ['hackney_sample.pdf', 'public_guardian_sample.pdf', 'multi_page_pdf.pdf']) {
      expect((await written(sampleLetter(file))).equals(await written(sampleLetter(file)))).toBe(true);
    }
  });

  test('Nothing but white space may stand behind the end, nothing at all before the beginning', async () => {
    const letter = letterOf({});
    expect(await refusalOf(Buffer.concat([letter, Buffer.from('\r\n\0 \t\f')]))).toBeUndefined();
    expect(await refusalOf(Buffer.concat([letter, Buffer.from('\nPK')]))).toBe('does not end as a PDF');
    expect(await refusalOf(Buffer.concat([Buffer.from('\n'), letter]))).toBe('does not begin as a PDF');
    const headless = Buffer.from(letter.toString('latin1').replace('startxref', 'endxref'), 'latin1');
    expect(await refusalOf(headless)).toBe('does not end as a PDF');
  });

  test.each(Object.entries(brokenTrees))('A file with %s is damaged', async (_what, pdf) => {
    expect(['is damaged', 'does not end as a PDF']).toContain(await refusalOf(pdf));
  });

  test('A string in hex that is none is damage', async () => {
    const stamp = (contents: string): string => `/Annots [<</Subtype /Stamp /Rect [0 0 9 9] /Contents ${contents}>>]`;
    expect(await refusalOf(letterOf({ page: stamp('<4 8>') }))).toBeUndefined();
    expect(await refusalOf(letterOf({ page: stamp('<4X>') }))).toBe('is damaged');
  });

  test('A trillion pages in some kilobytes are too many', async () => {
    expect(await refusalOf(sharedPages())).toBe('has too many pages');
  });

  test('What unpacks to more than 64 MiB, in layers or together, is refused', async () => {
    expect(await refusalOf(doublyPacked())).toBe('unpacks to too much');
    expect(await refusalOf(packedTogether())).toBe('unpacks to too much');
  });

  test('A damaged stream beside the pages is not written, and refuses nothing', async () => {
    expect((await written(damagedStream())).includes('never packed')).toBe(false);
  });

  test('What a page does and where it leads to is left behind, what it looks like stays', async () => {
    const link =
      '<</Subtype /Link /Rect [9 9 99 99] /Border [0 0 2] /P 3 0 R /A <</S /URI /URI (https://example.com)>>>>';
    const unseen = '<</Subtype /Stamp /Rect [9 9 99 99] /F 36 /NM (prints but is not shown)>>';
    const page = `/Annots [${link} ${unseen}] /Metadata 5 0 R /B [6 0 R] /Dur 3 /UserUnit 2`;
    const anew = await written(letterOf({ page, objects: [STREAM, '<</T (a thread)>>'] }));
    const leaf = (await PDFDocument.load(anew, { updateMetadata: false })).getPage(0).node;
    const kept = ['Type', 'Parent', 'Contents', 'MediaBox', 'Resources', 'Annots'];
    expect(
      leaf
        .keys()
        .map((key) => key.decodeText())
        .sort(),
    ).toEqual(kept.sort());
    const [annotation, ...others] = leaf.Annots()?.asArray().map(String) ?? [];
    expect(others).toEqual([]);
    expect(annotation).toContain('/Border');
    expect(annotation).not.toMatch(/URI|\/P /);
  });

  test('A page has what the nodes above it say, whoever claims to be its parent', async () => {
    const tree = '<</Type /Pages /Kids [3 0 R] /Rotate 180 /MediaBox [0 0 595 842] /Resources <</Font <<>>>>>>';
    const anew = await written(pdfOf(tree, '<</Type /Page /Parent 3 0 R>>'));
    const [page] = (await PDFDocument.load(anew, { updateMetadata: false })).getPages();
    expect(page?.getRotation().angle).toBe(180);
    expect(page?.getSize()).toEqual({ width: 595, height: 842 });
    expect(page?.node.get(PDFName.of('Resources'))).toBeDefined();
  });

  testWith(
    ['pdftotext'],
    'Of several revisions, and of two copies of an object, only the last is left for any reader',
    async () => {
      const twice = letterOf({ content: 'BT /F 12 Tf 100 500 Td (Last) Tj ET' }).toString('latin1');
      const hidden = '4 0 obj\n<</Length 35>>\nstream\nBT /F 12 Tf 100 500 Td (First) Tj ET\nendstream\nendobj\n';
      const pdf = Buffer.from(twice.replace('4 0 obj', `${hidden}4 0 obj`), 'latin1');
      for (const [file, first, last] of [
        [pdf, 'First', 'Last'],
        [hostileFile('incremental-swaps-body.pdf'), ' 10 pounds', ' 9999 pounds'],
      ] as const) {
        const anew = await written(file);
        expect(await textOf(anew)).toContain(last);
        expect(anew.includes(first)).toBe(false);
      }
    },
  );
});
