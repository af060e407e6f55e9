import { PDFDocument, type PDFFont, PDFName, type PDFPageLeaf } from '@cantoo/pdf-lib';
import { ADDRESS_WINDOW } from '../../domain/inspection';
import { dropUnreached } from './drop-unreached';
import { encloseContent } from './content/enclose-content';
import { embedLetterFont, isWritable, widthOf } from './letter-font';
import { type PaperFrame, paperFrame } from './paper-frame';
import { type Division, takeOutWords } from './content/take-out-words';

export interface Stamp {
  /** Normalised, as the window is to show them; none leaves the page's own words there. */
  readonly addressLines: readonly string[];
  /** The page's own words that are the address, which leave it when it is written, and those that stay. */
  readonly words?: Division;
  /** Whether the page is still to get the printer's mark of a first page. */
  readonly tag: boolean;
}

export interface StampedPdf {
  readonly bytes: Uint8Array;
  /**
   * `written over`: the page's own words stay in the file. `kept`: the address has characters that our font lacks, or does not
   * fit; the sender's own words stay in the window.
   */
  readonly address: 'written' | 'written over' | 'kept';
}

const MM = 72 / 25.4;
/** From the paper's left and upper edge, in points. */
const WINDOW = {
  left: ADDRESS_WINDOW.left * MM,
  right: ADDRESS_WINDOW.right * MM,
  top: ADDRESS_WINDOW.top * MM,
  bottom: ADDRESS_WINDOW.bottom * MM,
};
const ADDRESS = { size: 8, leading: 8.5, overBottom: 2 };
const TAG = { text: 'NOTIFY', size: 6, left: 1.8 * MM, top: 1.8 * MM + 6 };

/**
 * Writes on page 1 of a PDF of ours what the printer looks for, and changes nothing else: the address in the window, black on a
 * white box, in place of the page's own words, and the tag in white where it is missing (GOV.UK Notify's places and sizes).
 * Equal input becomes equal bytes.
 */
export async function stampPdf(pdf: Uint8Array, stamp: Stamp): Promise<StampedPdf> {
  const document = await PDFDocument.load(pdf, { updateMetadata: false, throwOnInvalidObject: true });
  const page = document.getPage(0).node;
  const lines = canWrite(stamp.addressLines) ? stamp.addressLines.map(composed) : [];
  const isTakenOut = stamp.words !== undefined && lines.length > 0 && takeOutWords(page, stamp.words);
  const font = await embedLetterFont(document, lines.join('\n'));
  const frame = paperFrame(page);
  const written = [...writeAddress(font, frame, lines), ...(stamp.tag ? writeTag(font, frame) : [])];
  if (written.length > 0) draw(page, font, [`${frame.matrix.map(number).join(' ')} cm`, ...written]);
  dropUnreached(document.context);
  const bytes = await document.save({ useObjectStreams: false, updateFieldAppearances: false });
  return { bytes, address: lines.length === 0 ? 'kept' : isTakenOut ? 'written' : 'written over' };
}

function canWrite(lines: readonly string[]): boolean {
  const { size, leading, overBottom } = ADDRESS;
  const height = overBottom + lines.length * leading;
  const fits = (line: string): boolean => widthOf(line, size) <= WINDOW.right - WINDOW.left;
  return height <= WINDOW.bottom - WINDOW.top && lines.map(composed).every((line) => isWritable(line) && fits(line));
}

function writeAddress(font: PDFFont, { height }: PaperFrame, lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const { left, right, top, bottom } = WINDOW;
  const { size, leading, overBottom } = ADDRESS;
  const box = [left, height - bottom, right - left, bottom - top].map(number).join(' ');
  const lowest = height - bottom + overBottom;
  const text = lines.flatMap((line, index) => {
    const base = lowest + (lines.length - 1 - index) * leading;
    return write(font, { text: line, size, left, base, grey: 0 });
  });
  return [`1 g ${box} re f`, ...text];
}

const writeTag = (font: PDFFont, { height }: PaperFrame): string[] =>
  write(font, { text: TAG.text, size: TAG.size, left: TAG.left, base: height - TAG.top, grey: 1 });

interface Line {
  readonly text: string;
  readonly size: number;
  readonly left: number;
  readonly base: number;
  /** 0 is black, 1 is white. */
  readonly grey: number;
}

const write = (font: PDFFont, { text, size, left, base, grey }: Line): string[] => [
  `BT ${grey} g /Stamp ${size} Tf ${number(left)} ${number(base)} Td ${String(font.encodeText(text))} Tj ET`,
];

/** As fonts have the letters with accents. */
const composed = (text: string): string => text.normalize('NFC');
const number = (value: number): string => String(Number(value.toFixed(4)));

/** Over what the page has: its own content is a form now, so that nothing it left open reaches ours. */
function draw(page: PDFPageLeaf, font: PDFFont, stamp: readonly string[]): void {
  const { context } = page;
  const letter = encloseContent(page);
  const content = [...(letter ? ['q /Letter Do Q'] : []), 'q', ...stamp, 'Q', ''].join('\n');
  page.set(PDFName.of('Contents'), context.register(context.stream(content)));
  page.set(
    PDFName.of('Resources'),
    context.obj({ Font: { Stamp: font.ref }, ...(letter ? { XObject: { Letter: letter } } : {}) }),
  );
}
