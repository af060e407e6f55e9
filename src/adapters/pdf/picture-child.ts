/** Entry of the child process: one PDF of ours in, a PNG of each page out. */
import { encode } from 'fast-png';
import { loadPdfium } from './pdfium/load-pdfium';
import type { Pdfium } from './pdfium/pdfium';
import { type Picture, lookAtPage } from './pdfium/render-page';
import { withDocument } from './pdfium/with-document';

/** A4, as our letters are, in points. */
const PAPER = { left: 0, bottom: 0, right: 595.276, top: 841.89 };
/** For a screen: 120 dpi. */
const SIZE = { width: 992, height: 1_403 };

function pngOf({ width, height, pixels }: Picture): Uint8Array {
  const data = new Uint8Array(3 * pixels.length);
  for (const [index, pixel] of pixels.entries()) {
    data.set([(pixel >> 16) & 0xff, (pixel >> 8) & 0xff, pixel & 0xff], 3 * index);
  }
  return encode({ width, height, data, channels: 3 });
}

const picturesOf = (pdfium: Pdfium, pdf: Uint8Array, pages: number): readonly Uint8Array[] =>
  withDocument(pdfium, pdf, (document) =>
    Array.from({ length: pages }, (_, index) => lookAtPage(pdfium, document, { index, box: PAPER, ...SIZE }, pngOf)),
  );

void loadPdfium().then((pdfium) => {
  process.on('message', ({ pdf, pages }: { readonly pdf: Uint8Array; readonly pages: number }) => {
    process.send?.(picturesOf(pdfium, pdf, pages));
  });
  process.send?.('ready');
});
