import { deflateSync } from 'node:zlib';
import { pdfOf, sharedPages, streamOf } from './hostile-pdfs';
import { type LetterParts, letterOf } from './letter-of';

const packed = (dictionary: string, data: string | Buffer): Buffer =>
  streamOf(`${dictionary} /Filter /FlateDecode`, deflateSync(data));
const BOX = '/BBox [0 0 595 842]';
const form = (resources: string, content: string): Buffer =>
  streamOf(`/Type /XObject /Subtype /Form ${BOX} /Resources <<${resources}>>`, Buffer.from(content));

/** A letter whose page can draw the objects from 5 on as X, Y and so on, fill with them as patterns, and write with them. */
function drawing(content: string, ...objects: readonly (string | Buffer)[]): Buffer {
  const names = objects.map((_, index) => `/${'XYZ'.charAt(index)} ${index + 5} 0 R`).join(' ');
  const resources = ['XObject', 'Pattern', 'Font', 'Shading', 'ExtGState'].map((kind) => `/${kind} <<${names}>>`);
  const parts: LetterParts = { page: `/Resources <<${resources.join(' ')}>>`, content, objects };
  return letterOf(parts);
}

const tiling = (step: number, resources: string, content: string): Buffer =>
  streamOf(
    `/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 ${BOX} /XStep ${step} /YStep ${step} /Resources <<${resources}>>`,
    Buffer.from(content),
  );

const PAINT_ALL = '/Pattern cs /X scn 0 0 595 842 re f';
const MIB = 1024 * 1024;

/** Files that are made to break their reader: by endless work, by too much of it, or by depth. */
export const BREAKERS: Readonly<Record<string, () => Buffer>> = {
  'pages that share their children': sharedPages,
  'a page that is its own parent': () =>
    pdfOf('<</Type /Pages /Kids [3 0 R] /Parent 3 0 R>>', '<</Type /Page /Parent 3 0 R>>'),
  'a form that draws itself': () => drawing('/X Do', form('/XObject <</X 5 0 R>>', '/X Do /X Do')),
  'a pattern that is painted with itself': () => drawing(PAINT_ALL, tiling(9, '/Pattern <</X 5 0 R>>', PAINT_ALL)),
  'a mask of itself': () =>
    drawing(
      '/Y gs 0 0 99 99 re f',
      form('/ExtGState <</Y 6 0 R>>', '/Y gs 0 0 9 9 re f'),
      '<</SMask <</S /Alpha /G 5 0 R>>>>',
    ),
  'a font whose letter is written with itself': () =>
    drawing(
      'BT /X 9 Tf 9 400 Td (a) Tj ET',
      '<</Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 /LastChar 97 /Widths [1] /Encoding <</Differences [97 /a]>> /CharProcs <</a 6 0 R>> /Resources <</Font <</X 5 0 R>>>>>>',
      streamOf('', Buffer.from('1 0 d0 BT /X 1 Tf (a) Tj ET')),
    ),
  'a pattern of tiny steps': () => drawing(PAINT_ALL, tiling(0.0005, '', '0 0 1 1 re f')),
  'a line of tiny dashes': () => drawing('[.00001 .00001] 0 d 2 w 20 20 m 500 800 l S'),
  'a picture drawn twenty thousand times': () =>
    drawing(
      `500 0 0 500 20 200 cm ${'/X Do '.repeat(20_000)}`,
      packed(
        '/Type /XObject /Subtype /Image /Width 4000 /Height 4000 /ColorSpace /DeviceGray /BitsPerComponent 8',
        Buffer.alloc(16_000_000),
      ),
    ),
  'millions of lines': () =>
    pdfOf(
      '<</Type /Pages /Count 1 /Kids [3 0 R]>>',
      '<</Type /Page /MediaBox [0 0 595 842] /Contents 4 0 R>>',
      packed('', '20 20 m 500 500 l S\n'.repeat(3 * MIB)),
    ),
  'a million graphics states': () => drawing('q '.repeat(MIB)),
  'a million brackets': () => letterOf({ objects: ['['.repeat(MIB)] }),
  'a million brackets in its content': () => drawing(`${'['.repeat(MIB)}${']'.repeat(MIB)}`),
  'dictionaries a hundred thousand levels deep': () => letterOf({ objects: ['<</A '.repeat(100_000)] }),
  'a number of a million digits': () => letterOf({ objects: ['9'.repeat(MIB)] }),
  'a table of a billion objects': () =>
    letterOf({ objects: [streamOf('/Type /XRef /Size 1000000000 /Index [0 1000000000] /W [1 1 1]', Buffer.alloc(9))] }),
  'an object stream of a million objects': () =>
    letterOf({ objects: [packed(`/Type /ObjStm /N ${MIB} /First 8`, '7 0 '.repeat(MIB))] }),
  'a stream that says it is longer than the world': () =>
    letterOf({ objects: ['<</Length 1000000000000000>>\nstream\n\nendstream'] }),
  'a hundred thousand layers of packing': () =>
    drawing('/X Do', streamOf(`/Subtype /Form /Filter [${'/ASCIIHexDecode '.repeat(100_000)}]`, Buffer.from('30>'))),
  'runs of one byte that unpack to a gigabyte': () =>
    drawing(
      '/X Do',
      packed('/Subtype /Form', Buffer.alloc(0)),
      streamOf('/Filter /RunLengthDecode', Buffer.alloc(16 * MIB, Buffer.from([0x81, 0x20]))),
    ),
  'a page as large as a country': () => letterOf({ page: '/MediaBox [0 0 1e9 1e9]' }),
  'a page without area': () => letterOf({ page: '/MediaBox [0 0 0 0]' }),
};

/** Nobody comes to the end of these. */
export const ENDLESS: readonly string[] = [
  'a form that draws itself',
  'a pattern that is painted with itself',
  'a pattern of tiny steps',
  'a line of tiny dashes',
  'a picture drawn twenty thousand times',
  'millions of lines',
  'a table of a billion objects',
];
