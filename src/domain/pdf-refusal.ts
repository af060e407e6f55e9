/** Why a PDF cannot be written anew, and so is not printed. People read it in sentences: `the file holds active content`. */
export const PDF_REFUSALS = [
  'does not begin as a PDF',
  'does not end as a PDF',
  'is damaged',
  'is encrypted',
  'has too many pages',
  'holds active content',
  'holds other files',
  'refers to other files',
  'hides layers',
  'leaves its fields to be drawn',
  'unpacks to too much',
  'holds too large a picture',
  'takes too much time or memory',
] as const;
export type PdfRefusal = (typeof PDF_REFUSALS)[number];
