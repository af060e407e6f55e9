import type { Handle, Pdfium } from './pdfium';
import { withBitmap, withMemory, withPage } from './with-document';

/** Points from the left and the bottom of the page's own coordinates. */
export interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Row by row from the top, four bytes each: blue, green, red and one that means nothing. Only while it is looked at. */
  readonly pixels: Uint32Array;
}

const WHITE = 0xffffffff;
const WITH_ANNOTATIONS = 1;

/** Whether a page shows a box of it, and no more, by itself. */
function shows(pdfium: Pdfium, page: Handle, { left, bottom, right, top }: Box): boolean {
  return withMemory(pdfium, 16, (memory) => {
    const places = [memory, memory + 4, memory + 8, memory + 12] as const;
    if (pdfium._FPDFPage_GetCropBox(page, ...places) !== 0 || pdfium._FPDFPage_GetMediaBox(page, ...places) === 0) {
      return false;
    }
    const found = pdfium.HEAPF32.subarray(memory / 4, memory / 4 + 4);
    return [left, bottom, right, top].every((number, index) => Math.fround(number) === found[index]);
  });
}

/** A page is laid out when it is loaded, so it is loaded again where it is to show something else. */
function withPageOf(pdfium: Pdfium, document: Handle, { index, box }: View, use: (page: Handle) => void): void {
  const { left, bottom, right, top } = box;
  const isUsed = withPage(pdfium, document, index, (page) => {
    if (shows(pdfium, page, box)) {
      use(page);
      return true;
    }
    pdfium._FPDFPage_SetMediaBox(page, left, bottom, right, top);
    pdfium._FPDFPage_SetCropBox(page, left, bottom, right, top);
    return false;
  });
  if (!isUsed) withPage(pdfium, document, index, use);
}

export interface View {
  /** Of the page, from 0. */
  readonly index: number;
  /** What is shown of it, whatever the page says of that. */
  readonly box: Box;
  /** Pixels of the picture, in which the page is turned as it says. */
  readonly width: number;
  readonly height: number;
}

/** Looks at a page as it is printed on white, annotations too. */
export function lookAtPage<Value>(
  pdfium: Pdfium,
  document: Handle,
  view: View,
  look: (picture: Picture) => Value,
): Value {
  const { width, height } = view;
  return withMemory(pdfium, 4 * width * height, (memory) => {
    withBitmap(pdfium, { width, height, memory }, (bitmap) => {
      pdfium._FPDFBitmap_FillRect(bitmap, 0, 0, width, height, WHITE);
      withPageOf(pdfium, document, view, (page) => {
        pdfium._FPDF_RenderPageBitmap(bitmap, page, 0, 0, width, height, 0, WITH_ANNOTATIONS);
      });
    });
    const pixels = pdfium.HEAPU32.subarray(memory / 4, memory / 4 + width * height);
    return look({ width, height, pixels });
  });
}
