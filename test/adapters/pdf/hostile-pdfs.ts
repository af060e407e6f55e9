import { constants, deflateSync } from 'node:zlib';

const MIB = 1024 * 1024;
const PAGE = '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources <</XObject <</A 4 0 R /B 5 0 R>>>>>>';

/** A PDF of the given objects, numbered from 2; the first is the root of its page tree. Readers must find them by scanning. */
export const pdfOf = (...objects: readonly (string | Buffer)[]): Buffer => pdfWith('', ...objects);

/** The same with more in its catalog. */
export function pdfWith(catalog: string, ...objects: readonly (string | Buffer)[]): Buffer {
  const all = [`<</Type /Catalog /Pages 2 0 R ${catalog}>>`, ...objects];
  const numbered = all.map((object, index) =>
    Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]),
  );
  const end = 'trailer\n<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n';
  return Buffer.concat([Buffer.from('%PDF-1.7\n'), ...numbered, Buffer.from(end)]);
}

const pagesOf = (...kids: readonly number[]): string =>
  `<</Type /Pages /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}]>>`;

export function streamOf(dictionary: string, data: Buffer): Buffer {
  const head = Buffer.from(`<<${dictionary} /Length ${data.length}>>\nstream\n`);
  return Buffer.concat([head, data, Buffer.from('\nendstream')]);
}

/** A block packed once and laid down again and again, so that making it costs nothing. */
function packedAgain(block: Buffer, times: number): Buffer {
  const packed = deflateSync(block, { finishFlush: constants.Z_FULL_FLUSH });
  return Buffer.concat([packed.subarray(0, 2), ...new Array<Buffer>(times).fill(packed.subarray(2))]);
}

const packedZeros = (mebibytes: number): Buffer => packedAgain(Buffer.alloc(MIB), mebibytes);

const levels = (count: number, width: number): string[] =>
  Array.from({ length: count }, (_, level) => pagesOf(...new Array<number>(width).fill(level + 3)));

/** A letter of one page that can draw something. */
const letterWith = (...objects: readonly (string | Buffer)[]): Buffer => pdfOf(pagesOf(3), PAGE, ...objects);

export const brokenTrees: Record<string, Buffer> = {
  'no pages at all': pdfOf(pagesOf()),
  'a page that is missing': pdfOf(pagesOf(3, 4), PAGE),
  'a node that is its own child': pdfOf(pagesOf(2)),
  'pages 60 levels deep': pdfOf(...levels(60, 1), PAGE),
  'a trillion nodes without a page': pdfOf(...levels(8, 40), pagesOf()),
  'children that are no list': pdfOf('<</Type /Pages /Kids 3>>'),
  'a catalog that is missing': Buffer.from('%PDF-1.7\ntrailer\n<</Root 1 0 R>>\n%%EOF\n'),
};

/** 2^40 pages in some kilobytes. */
export const sharedPages = (): Buffer => pdfOf(...levels(40, 2), PAGE);

/** 200 MiB behind two layers of packing. */
export const doublyPacked = (): Buffer =>
  letterWith(streamOf('/Filter [/FlateDecode /FlateDecode]', deflateSync(packedZeros(200))));

/** 40 MiB each: too much only together. */
export const packedTogether = (): Buffer =>
  pdfOf(pagesOf(3), PAGE, ...[1, 2].map(() => streamOf('/Filter /FlateDecode', packedZeros(40))));

/** Unpacked by the library itself while it loads the file: 1.5 GiB. */
export const memoryBomb = (): Buffer =>
  letterWith(streamOf('/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode', packedZeros(1_536)));

/** Takes the library minutes to load. */
export const timeBomb = (): Buffer =>
  Buffer.concat([
    letterWith('null'),
    Buffer.from('1 0 '.repeat(MIB)),
    Buffer.from('\ntrailer\n<</Root 1 0 R>>\n%%EOF\n'),
  ]);

/** Damaged, and nothing that a page draws: a letter all the same. */
export const damagedStream = (): Buffer =>
  letterWith('null', 'null', streamOf('/Filter /FlateDecode', Buffer.from('this was never packed')));

/** 60 MiB of strokes: a letter that unpacks to no more than it may, and cannot be drawn in the memory that there is. */
export function drawingFlood(): Buffer {
  const strokes = Buffer.from('100 100 m 200 200 l S\n'.repeat(MIB / 22));
  const content = Buffer.concat([packedAgain(strokes, 60), Buffer.from([3, 0])]);
  const page = '<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R>>';
  return pdfOf(pagesOf(3), page, streamOf('/Filter /FlateDecode', content));
}
