import type { PdfRefusal } from '../../domain/pdf-refusal';

const BEGINNING = '%PDF-';
const END = '%%EOF';
const CROSS_REFERENCES = 'startxref';
/** What a PDF takes for white space. */
const WHITE_SPACE: readonly number[] = [0x00, 0x09, 0x0a, 0x0c, 0x0d, 0x20];

/**
 * A PDF begins with its first byte and ends with its last: where something stands before or behind it, two readers may see
 * two documents, or no document at all. Undefined when it does.
 */
export function byteProblem(pdf: Uint8Array): PdfRefusal | undefined {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  if (bytes.toString('latin1', 0, BEGINNING.length) !== BEGINNING) return 'does not begin as a PDF';
  const end = bytes.lastIndexOf(END, undefined, 'latin1');
  const ends = end > 0 && bytes.lastIndexOf(CROSS_REFERENCES, end, 'latin1') > 0;
  const clear = bytes.subarray(end + END.length).every((byte) => WHITE_SPACE.includes(byte));
  return ends && clear ? undefined : 'does not end as a PDF';
}
