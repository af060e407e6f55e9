import type { Pdfium } from './pdfium/pdfium';
import { lookAtPage } from './pdfium/render-page';
import { withDocument } from './pdfium/with-document';
import { pngOf } from './png-of';

/** What is to be drawn: all pages of a letter of ours, or the pages at fault of one that was refused. */
export type PictureQuestion =
  | { readonly kind: 'pages'; readonly pdf: Uint8Array; readonly pages: number }
  | { readonly kind: 'faults'; readonly pdf: Uint8Array; readonly pagesAtFault: readonly number[] };

/** A4, as our letters are, in points. */
const PAPER = { left: 0, bottom: 0, right: 595.276, top: 841.89 };
/** For a screen: 120 dpi. */
const SIZE = { width: 992, height: 1_403 };

export const ourPages = (
  pdfium: Pdfium,
  { pdf, pages }: Extract<PictureQuestion, { kind: 'pages' }>,
): readonly Uint8Array[] =>
  withDocument(pdfium, pdf, (document) =>
    Array.from({ length: pages }, (_, index) => lookAtPage(pdfium, document, { index, box: PAPER, ...SIZE }, pngOf)),
  );
