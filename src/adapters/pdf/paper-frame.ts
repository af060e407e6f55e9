import { type PDFDict, PDFName, PDFNumber } from '@cantoo/pdf-lib';
import { boxOf } from './page-boxes';

/** The paper that a page comes out on, laid over the page's own coordinates. */
export interface PaperFrame {
  /** In points. */
  readonly height: number;
  /** Operands of `cm`: from points counted from the paper's lower left corner to the page's own coordinates. */
  readonly matrix: readonly [number, number, number, number, number, number];
}

const [CROP_BOX, MEDIA_BOX, ROTATE] = [PDFName.of('CropBox'), PDFName.of('MediaBox'), PDFName.of('Rotate')];

/** The paper of a page that inherits nothing, as readers show it and as the address was read on it: turned as the page says. Throws for a page without a size. */
export function paperFrame(page: PDFDict): PaperFrame {
  const shown = boxOf(page.lookup(CROP_BOX)) ?? boxOf(page.lookup(MEDIA_BOX));
  if (!shown) throw new Error('a page without a size');
  const { left, bottom, right, top } = shown;
  const rotation = page.lookup(ROTATE);
  const degrees = rotation instanceof PDFNumber ? rotation.asNumber() : 0;
  switch (((degrees % 360) + 360) % 360) {
    case 90:
      return { height: right - left, matrix: [0, 1, -1, 0, right, bottom] };
    case 180:
      return { height: top - bottom, matrix: [-1, 0, 0, -1, right, top] };
    case 270:
      return { height: right - left, matrix: [0, -1, 1, 0, left, top] };
    default:
      return { height: top - bottom, matrix: [1, 0, 0, 1, left, bottom] };
  }
}
