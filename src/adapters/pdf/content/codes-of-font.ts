import {
  PDFArray,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFObject,
  StandardFontEmbedder,
  StandardFonts,
} from '@cantoo/pdf-lib';

/** One code of a string, which draws one glyph. */
export interface Code {
  /** One byte a character. */
  readonly bytes: string;
  /** How far it moves on, in thousandths of the size. */
  readonly width: number;
  /** Whether spaces between words are added to it. */
  readonly isSpace: boolean;
}

/** Takes the strings of a font apart. */
export type CodesOf = (text: string) => readonly Code[];

const name = (word: string): PDFName => PDFName.of(word);
const at = (dictionary: PDFDict, key: string): PDFObject | undefined => dictionary.lookup(name(key));
const numberAt = (dictionary: PDFDict, key: string, otherwise: number): number => {
  const value = at(dictionary, key);
  return value instanceof PDFNumber ? value.asNumber() : otherwise;
};

const SIMPLE = ['Type1', 'MMType1', 'TrueType'].map(name);

/** Undefined for a font whose codes or widths we cannot tell: those drawn by programs of their own, and most of those for scripts of many signs. */
export function codesOfFont(font: PDFDict): CodesOf | undefined {
  const kind = at(font, 'Subtype');
  if (kind === name('Type0')) return codesOfComposite(font);
  if (!SIMPLE.some((simple) => simple === kind)) return undefined;
  const widthOf = at(font, 'Widths') instanceof PDFArray ? toldWidths(font) : standardWidths(font);
  return widthOf && ((text) => Array.from(text, (bytes) => ({ bytes, width: widthOf(bytes), isSpace: bytes === ' ' })));
}

type WidthOf = (byte: string) => number;

function toldWidths(font: PDFDict): WidthOf {
  const [widths, descriptor] = [font.lookup(name('Widths'), PDFArray), at(font, 'FontDescriptor')];
  const first = numberAt(font, 'FirstChar', 0);
  const missing = descriptor instanceof PDFDict ? numberAt(descriptor, 'MissingWidth', 0) : 0;
  return (byte) => {
    const index = byte.charCodeAt(0) - first;
    const width = index >= 0 && index < widths.size() ? widths.lookup(index) : undefined;
    return width instanceof PDFNumber ? width.asNumber() : missing;
  };
}

const STANDARD: readonly string[] = Object.values(StandardFonts);
const WINDOWS = new TextDecoder('windows-1252');

/** Of fonts that every reader has; NaN for what stands in another way in them than on Windows. */
function standardWidths(font: PDFDict): WidthOf | undefined {
  const [base, encoding] = [at(font, 'BaseFont'), at(font, 'Encoding')];
  const known = STANDARD.find((standard) => base === name(standard));
  const isWindows = encoding === name('WinAnsiEncoding');
  if (known === undefined || (encoding !== undefined && !isWindows)) return undefined;
  const metrics = StandardFontEmbedder.for(known as never);
  return (byte) => {
    if (!isWindows && !/[ -&(-_a-~]/.test(byte)) return NaN;
    try {
      return metrics.widthOfTextAtSize(WINDOWS.decode(Buffer.from(byte, 'latin1')), 1_000);
    } catch {
      return NaN;
    }
  };
}

/** Those of two bytes a code that are written from left to right. */
function codesOfComposite(font: PDFDict): CodesOf | undefined {
  const parts = at(font, 'DescendantFonts');
  const part = parts instanceof PDFArray ? parts.lookup(0) : undefined;
  if (at(font, 'Encoding') !== name('Identity-H') || !(part instanceof PDFDict)) return undefined;
  const [widths, otherwise] = [widthsOfPart(part), numberAt(part, 'DW', 1_000)];
  return (text) =>
    (text.match(/[\s\S]{2}/g) ?? []).map((bytes) => {
      const code = bytes.charCodeAt(0) * 256 + bytes.charCodeAt(1);
      return { bytes, width: widths.get(code) ?? otherwise, isSpace: false };
    });
}

/** `first [width …]` and `first last width`, one after the other. */
function widthsOfPart(part: PDFDict): ReadonlyMap<number, number> {
  const [widths, told] = [new Map<number, number>(), at(part, 'W')];
  const items = told instanceof PDFArray ? told.asArray().map((item) => part.context.lookup(item)) : [];
  const numberOf = (item: PDFObject | undefined): number => (item instanceof PDFNumber ? item.asNumber() : NaN);
  for (let index = 0; index < items.length; ) {
    const [first, next] = [numberOf(items[index]), items[index + 1]];
    if (next instanceof PDFArray) {
      for (let place = 0; place < next.size(); place += 1) widths.set(first + place, numberOf(next.lookup(place)));
      index += 2;
    } else {
      const last = Math.min(numberOf(next), 0xffff);
      for (let code = first; code <= last; code += 1) widths.set(code, numberOf(items[index + 2]));
      index += 3;
    }
  }
  return widths;
}
