import { PDFDocument } from '@cantoo/pdf-lib';
import { PRINTABLE_GRACE, grow, printableAreas } from '../../domain/inspection';
import type { PictureQuestion } from './our-pages';
import { sheetOf } from './page-boxes';
import type { Pdfium } from './pdfium/pdfium';
import { type Picture, lookAtPage } from './pdfium/render-page';
import { withDocument } from './pdfium/with-document';
import { pngOf } from './png-of';
import { isMark, outsideOf, wholeSheet } from './printable-area';
import { rewritePdf } from './rewrite-pdf';

type Areas = ReturnType<typeof printableAreas>;

const MARK = 0x00cc0000;
/** Pixels around a mark that are painted with it: some marks are a hair wide. */
const HALO = 3;

/** A colour with a veil of red before it. */
function veiled(pixel: number): number {
  const [red, green, blue] = [(pixel >> 16) & 0xff, (pixel >> 8) & 0xff, pixel & 0xff];
  return (Math.round(red * 0.75 + 64) << 16) | (Math.round(green * 0.75 + 48) << 8) | Math.round(blue * 0.75 + 48);
}

function paintMark({ width, height, pixels }: Picture, at: number): void {
  const [row, column] = [Math.floor(at / width), at % width];
  const [left, right] = [Math.max(0, column - HALO), Math.min(width, column + HALO + 1)];
  for (let near = Math.max(0, row - HALO); near <= Math.min(height - 1, row + HALO); near += 1) {
    pixels.fill(MARK, near * width + left, near * width + right);
  }
}

/** The sheet with a veil over all that is not to be printed on, and what is printed there in red. */
function painted(picture: Picture, areas: Areas): Picture {
  const { pixels } = picture;
  const result = { ...picture, pixels: pixels.slice() };
  for (const [from, to] of outsideOf(picture, areas)) {
    for (let at = from; at < to; at += 1) result.pixels[at] = veiled(pixels[at] ?? 0);
  }
  const withGrace = areas.map((area) => grow(area, PRINTABLE_GRACE));
  for (const [from, to] of outsideOf(picture, withGrace)) {
    for (let at = from; at < to; at += 1) if (isMark(pixels[at])) paintMark(result, at);
  }
  return result;
}

/**
 * A PNG of each page at fault of a letter that prints where it may not, as it was judged: what came in is written anew
 * first. Throws for a file that cannot be read.
 */
export async function faultsOf(
  pdfium: Pdfium,
  { pdf, pagesAtFault }: Extract<PictureQuestion, { kind: 'faults' }>,
): Promise<readonly Uint8Array[]> {
  const rewritten = await rewritePdf(pdf);
  if (!rewritten.ok) throw new Error(`The PDF ${rewritten.error}`);
  const { bytes } = rewritten.value;
  const pages = (await PDFDocument.load(bytes, { updateMetadata: false })).getPages();
  return withDocument(pdfium, bytes, (document) =>
    pagesAtFault.flatMap((number) => {
      const page = pages[number - 1];
      if (!page) return [];
      const view = wholeSheet(number - 1, sheetOf(page));
      const areas = printableAreas(number, { kind: 'letter', international: true });
      return lookAtPage(pdfium, document, view, (picture) => pngOf(painted(picture, areas)));
    }),
  );
}
