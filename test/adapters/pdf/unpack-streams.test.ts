import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFRawStream } from '@cantoo/pdf-lib';
import { rewritePdf } from '../../../src/adapters/pdf/rewrite-pdf';
import { testWith } from '../../support/programs';
import { checkStructure, textOf } from '../render/paper';
import { pdfOf, streamOf } from './hostile-pdfs';

const RESOURCES =
  '/Resources <</Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>> /XObject <</X 5 0 R>>>>';
const PAGE = `<</Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R ${RESOURCES}>>`;
const WORDS = Buffer.from('BT /F 12 Tf 100 500 Td (A whole letter) Tj ET\n'.repeat(40));

/** A letter whose page draws a stream, and may draw another. */
const drawing = (content: Buffer, other = streamOf('', Buffer.alloc(0))): Buffer =>
  pdfOf('<</Type /Pages /Count 1 /Kids [3 0 R]>>', PAGE, content, other);

const ascii85 = (data: Buffer): Buffer => {
  const groups = Array.from({ length: Math.floor(data.length / 4) }, (_, group) => {
    let number = data.readUInt32BE(group * 4);
    const digits = Array.from({ length: 5 }, () => {
      const digit = number % 85;
      number = Math.floor(number / 85);
      return String.fromCharCode(33 + digit);
    });
    return digits.reverse().join('');
  });
  return Buffer.from(`${groups.join('')}~>`, 'latin1');
};
const hex = (data: Buffer): Buffer => Buffer.from(`${data.toString('hex')}>`);
const packed = deflateSync(WORDS);
const padded = Buffer.concat([WORDS, Buffer.alloc(4 - (WORDS.length % 4), ' ')]);
const unsigned = packed.subarray(0, -4);
const broken = Buffer.from(packed);
broken.fill(0xff, 20, 40);

const READ: Record<string, Buffer> = {
  'as it is': streamOf('', WORDS),
  packed: streamOf('/Filter /FlateDecode', packed),
  'packed twice': streamOf('/Filter [/FlateDecode /FlateDecode]', deflateSync(packed)),
  'in hex': streamOf('/Filter /ASCIIHexDecode', hex(WORDS)),
  'packed, then in hex': streamOf('/Filter [/ASCIIHexDecode /FlateDecode] /DecodeParms [null null]', hex(packed)),
  'in base 85': streamOf('/Filter [/ASCII85Decode]', ascii85(padded)),
  'by the short names': streamOf('/Filter [/AHx /Fl]', hex(packed)),
  'packed without its check sum': streamOf('/Filter /FlateDecode', unsigned),
};

const DAMAGED: Record<string, Buffer> = {
  'with bytes that came to harm': drawing(streamOf('/Filter /FlateDecode', broken)),
  'whose first layer is whole and the second is not': drawing(
    streamOf('/Filter [/FlateDecode /FlateDecode]', deflateSync(unsigned)),
  ),
  'whose check sum is another’s': drawing(
    streamOf('/Filter /FlateDecode', Buffer.concat([unsigned, Buffer.from('oops')])),
  ),
  'in a picture’s way of packing': drawing(streamOf('/Filter /DCTDecode', WORDS)),
  'in a way of packing without a name': drawing(streamOf('/Filter [1]', WORDS)),
  'as differences of neighbours': drawing(
    streamOf('/Filter /FlateDecode /DecodeParms <</Predictor 12 /Columns 4>>', packed),
  ),
  'with a picture that is none': drawing(
    streamOf('', WORDS),
    streamOf('/Subtype /Image /Width 1 /Height 1 /Filter /DCTDecode', WORDS),
  ),
  'with a form that breaks off': drawing(streamOf('', WORDS), streamOf('/Subtype /Form', Buffer.from('(so'))),
  'whose content breaks off': drawing(streamOf('', WORDS.subarray(0, -10))),
  'without a size': pdfOf('<</Type /Pages /Kids [3 0 R]>>', '<</Type /Page>>'),
  'whose content is no stream': drawing(Buffer.from('<</Length 0>>')),
};

describe('what a page draws', () => {
  for (const [how, content] of Object.entries(READ)) {
    testWith(['qpdf', 'pdftotext'], `Content ${how} is written so that every reader finds it`, async () => {
      const anew = await rewritePdf(drawing(content));
      if (!anew.ok) throw new Error(`the file ${anew.error}`);
      const pdf = Buffer.from(anew.value.bytes);
      expect((await textOf(pdf)).match(/A whole letter/g)?.length).toBeGreaterThan(0);
      await checkStructure(pdf);
      const { context } = await PDFDocument.load(pdf, { updateMetadata: false });
      const streams = context.enumerateIndirectObjects().map(([, object]) => object);
      const filters = streams.map((stream) => stream instanceof PDFRawStream && stream.dict.get(PDFName.of('Filter')));
      expect(filters.map(String).join(' ')).not.toMatch(/ASCII|AHx/);
    });
  }

  test.each(Object.entries(DAMAGED))('A letter %s is damaged', async (_what, pdf) => {
    expect(await rewritePdf(pdf)).toEqual({ ok: false, error: 'is damaged' });
  });
});
