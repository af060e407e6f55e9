import { type Area, PRINTABLE_GRACE, grow } from '../../domain/inspection';
import { MILLIMETRE, type Sheet, sizeOf } from './page-boxes';
import type { Picture, View } from './pdfium/render-page';

/** At 150 even the smallest print is seen; at 100 marks up to 0.2 mm over an edge are not. */
const DOTS_PER_INCH = 200;
/** The colour of untouched paper; the fourth byte means nothing. */
const PAPER_WHITE = 0x00ffffff;

export const isMark = (pixel = PAPER_WHITE): boolean => (pixel & PAPER_WHITE) !== PAPER_WHITE;

/** All of a page's paper, as its marks are looked for. */
export function wholeSheet(index: number, sheet: Sheet): View {
  const [width = 0, height = 0] = sizeOf(sheet).map((points) => Math.ceil((points * DOTS_PER_INCH) / 72));
  return { index, box: sheet.whole, width, height };
}

/** An area in pixels, with those that it only touches; `right` and `bottom` stand behind the last ones. */
function pixelsOf({ left, right, top, bottom }: Area): Area {
  const pixels = (MILLIMETRE * DOTS_PER_INCH) / 72;
  return {
    left: Math.floor(left * pixels),
    right: Math.ceil(right * pixels),
    top: Math.floor(top * pixels),
    bottom: Math.ceil(bottom * pixels),
  };
}

/** From where to where in a row of pixels no area lies. The areas come from left to right. */
function* gapsIn(row: number, width: number, areas: readonly Area[]): Generator<readonly [number, number]> {
  let from = 0;
  for (const { left, right, top, bottom } of areas) {
    if (row < top || row >= bottom) continue;
    if (left > from) yield [from, Math.min(left, width)];
    from = Math.max(from, right);
  }
  if (from < width) yield [from, width];
}

/** The runs of a sheet's pixels that lie outside the areas, row by row: the first one's place, and that behind the last one. */
export function* outsideOf(
  { width, height }: Pick<Picture, 'width' | 'height'>,
  areas: readonly Area[],
): Generator<readonly [number, number]> {
  const inPixels = areas.map(pixelsOf).sort((one, other) => one.left - other.left);
  for (let row = 0; row < height; row += 1) {
    for (const [from, to] of gapsIn(row, width, inPixels)) yield [row * width + from, row * width + to];
  }
}

/** Whether a picture of a sheet shows anything outside the areas, which may be overstepped by the grace. */
export function isMarkedOutside(picture: Picture, areas: readonly Area[]): boolean {
  const withGrace = areas.map((area) => grow(area, PRINTABLE_GRACE));
  for (const [from, to] of outsideOf(picture, withGrace)) {
    for (let at = from; at < to; at += 1) if (isMark(picture.pixels[at])) return true;
  }
  return false;
}
