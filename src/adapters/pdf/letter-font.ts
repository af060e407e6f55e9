import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { create } from '@cantoo/fontkit';
import type { PDFDocument, PDFFont } from '@cantoo/pdf-lib';

const bytes = readFileSync(join(__dirname, '..', 'render', 'fonts', 'LiberationSans-Regular.ttf'));
const font = create(bytes);
if (!('characterSet' in font)) throw new Error('the letter font is not one font');
const characters = new Set(font.characterSet);
/** Read once: reading it takes most of the time that a stamp takes. */
const fontkit = { create: () => font };

/** Written from right to left, which takes more than a font. */
const RIGHT_TO_LEFT = /[\u0590-\u08FF\u200F\u202B\u202E\u2067\uFB1D-\uFDFF\uFE70-\uFEFF]/u;

/** Whether each of a text's characters has a glyph, and all stand one behind the other. */
export const isWritable = (text: string): boolean =>
  !RIGHT_TO_LEFT.test(text) && Array.from(text).every((character) => characters.has(character.codePointAt(0) ?? 0));

/** As wide as a text of a size is, in the unit of the size. */
export const widthOf = (text: string, size: number): number =>
  font.layout(text).glyphs.reduce((width, { advanceWidth }) => width + advanceWidth, 0) * (size / font.unitsPerEm);

/**
 * Liberation Sans, as wide as Arial: of it only the glyphs that are used get into the document. Programs that join letters
 * may take fonts of one name for one font, so that its name tells by six letters which text it is for.
 */
export async function embedLetterFont(document: PDFDocument, text: string): Promise<PDFFont> {
  document.registerFontkit(fontkit);
  return document.embedFont(bytes, { subset: true, customName: `${subsetTag(text)}+LiberationSans` });
}

const subsetTag = (text: string): string =>
  Array.from(createHash('sha256').update(text).digest().subarray(0, 6), (byte) =>
    String.fromCharCode(65 + (byte % 26)),
  ).join('');
