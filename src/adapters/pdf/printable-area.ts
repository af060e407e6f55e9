import { type Area, PRINTABLE_GRACE, grow } from '../../domain/inspection';
import { SHEET_CORNER, MILLIMETRE } from './page-boxes';
import type { Box, Picture } from './pdfium/render-page';

/** The colour of untouched paper; the fourth byte means nothing. */
const PAPER_WHITE = 0x00ffffff;

/** An area in pixels of a picture of the box, with those that it only touches; `right` and `bottom` stand behind the last ones. */
function pixelsOf({ left, right, top, bottom }: Area, box: Box, { width, height }: Picture): Area {
  const x = (mm: number) => ((SHEET_CORNER.left + mm * MILLIMETRE - box.left) * width) / (box.right - box.left);
  const y = (mm: number) => ((box.top - SHEET_CORNER.top + mm * MILLIMETRE) * height) / (box.top - box.bottom);
  return {
    left: Math.floor(x(left)),
    right: Math.ceil(x(right)),
    top: Math.floor(y(top)),
    bottom: Math.ceil(y(bottom)),
  };
}

/** From where to where in a row of pixels nothing may be printed. The areas come from left to right. */
function* forbiddenIn(row: number, width: number, allowed: readonly Area[]): Generator<readonly [number, number]> {
  let from = 0;
  for (const { left, right, top, bottom } of allowed) {
    if (row < top || row >= bottom) continue;
    if (left > from) yield [from, Math.min(left, width)];
    from = Math.max(from, right);
  }
  if (from < width) yield [from, width];
}

/** Whether a picture of a page shows anything outside the areas, which may be overstepped by the grace. */
export function isMarkedOutside(picture: Picture, box: Box, areas: readonly Area[]): boolean {
  const allowed = areas
    .map((area) => pixelsOf(grow(area, PRINTABLE_GRACE), box, picture))
    .sort((one, other) => one.left - other.left);
  const { pixels, width, height } = picture;
  for (let row = 0; row < height; row += 1) {
    for (const [from, to] of forbiddenIn(row, width, allowed)) {
      const isClean = pixels
        .subarray(row * width + from, row * width + to)
        .every((pixel) => (pixel & PAPER_WHITE) === PAPER_WHITE);
      if (!isClean) return true;
    }
  }
  return false;
}
