import { PDFArray, type PDFDict, PDFName, PDFNumber } from '@cantoo/pdf-lib';

/** The paper that a page comes out on, laid over the page's own coordinates. */
export interface PaperFrame {
  /** In points. */
  readonly height: number;
  /** Operands of `cm`: from points counted from the paper's lower left corner to the page's own coordinates. */
  readonly matrix: readonly [number, number, number, number, number, number];
}

/** Points, in the page's own coordinates. */
interface Box {
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
  readonly top: number;
}

const [CROP_BOX, MEDIA_BOX, ROTATE] = [PDFName.of('CropBox'), PDFName.of('MediaBox'), PDFName.of('Rotate')];

/** The paper of a page that inherits nothing, as readers show it and as the address was read on it: turned as the page says. */
export function paperFrame(page: PDFDict): PaperFrame {
  const { left, bottom, right, top } = boxOf(page);
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

/** The part of the sheet that readers show; throws for a page without a size. */
function boxOf(page: PDFDict): Box {
  const box = [CROP_BOX, MEDIA_BOX].map((name) => page.lookup(name)).find((value) => value instanceof PDFArray);
  const numbers = box?.asArray().map((value) => page.context.lookup(value, PDFNumber).asNumber());
  const [x1, y1, x2, y2] = numbers ?? [];
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) {
    throw new Error('a page without a size');
  }
  return { left: Math.min(x1, x2), bottom: Math.min(y1, y2), right: Math.max(x1, x2), top: Math.max(y1, y2) };
}
