import type { Place } from './places';
import type { TextCursor } from './text-cursor';

/** Which characters leave a page and which stay, by where they stand in the page's own coordinates. */
export interface Words {
  /** Whether a glyph that is drawn there is to leave. */
  leaves(place: Place): boolean;
  stays(place: Place): boolean;
}

const number = (value: number): string => String(Number(value.toFixed(4)));
const hex = (bytes: string): string => `<${Buffer.from(bytes, 'latin1').toString('hex')}>`;

/**
 * The operand of `TJ` that draws the same texts without the glyphs that leave, and all others where they stood; undefined
 * where none leaves. What is left is left out, too, where nobody would read it: blanks. Moves the cursor as the texts do.
 */
export function cutText(texts: readonly (string | number)[], cursor: TextCursor, words: Words): string | undefined {
  const parts = texts.flatMap((text) => partsOf(text, cursor, words));
  if (!parts.some(({ leaves }) => leaves)) return undefined;
  const isBlank = !parts.some(({ place }) => place && words.stays(place));
  const array: string[] = [];
  let [shift, kept] = [0, ''];
  const flush = (): void => {
    if (kept !== '') array.push(hex(kept));
    if (shift !== 0) array.push(number(shift));
    [shift, kept] = [0, ''];
  };
  for (const { bytes, by, leaves } of parts) {
    if (bytes === '' || leaves || isBlank) {
      shift -= by;
    } else {
      if (shift !== 0) flush();
      kept += bytes;
    }
  }
  flush();
  return `[${array.join(' ')}]`;
}

/** A glyph, or a number between two of them. */
interface Part {
  readonly bytes: string;
  /** How far it moves on, in thousandths of the size. */
  readonly by: number;
  /** Only of glyphs that stay. */
  readonly place?: Place;
  readonly leaves: boolean;
}

function partsOf(text: string | number, cursor: TextCursor, words: Words): Part[] {
  const { font, size, charSpace, wordSpace } = cursor.state;
  if (typeof text === 'number') {
    cursor.moveOn((-text / 1_000) * size);
    return [{ bytes: '', by: -text, leaves: false }];
  }
  if (!font) cursor.moveOn(NaN);
  return (font?.(text) ?? []).map(({ bytes, width, isSpace }) => {
    const place = cursor.place();
    const spaces = charSpace + (isSpace ? wordSpace : 0);
    cursor.moveOn((Math.trunc(width) / 1_000) * size + spaces); // PDFium's widths are whole numbers
    const by = width + (spaces * 1_000) / size;
    return words.leaves(place) ? { bytes, by, leaves: true } : { bytes, by, place, leaves: false };
  });
}
