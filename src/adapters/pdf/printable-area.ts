import { type Area, PRINTABLE_GRACE, grow } from '../../domain/inspection';
import { MILLIMETRE } from './page-boxes';
import type { Picture } from './pdfium/render-page';

/** The colour of untouched paper; the fourth byte means nothing. */
const PAPER_WHITE = 0x00ffffff;

/** An area in pixels, with those that it only touches; `right` and `bottom` stand behind the last ones. */
const pixelsOf = ({ left, right, top, bottom }: Area, pixels: number): Area => ({
  left: Math.floor(left * pixels),
  right: Math.ceil(right * pixels),
  top: Math.floor(top * pixels),
  bottom: Math.ceil(bottom * pixels),
});

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

/** Whether a picture of a sheet shows anything outside the areas, which may be overstepped by the grace. */
export function isMarkedOutside(picture: Picture, dotsPerInch: number, areas: readonly Area[]): boolean {
  const allowed = areas
    .map((area) => pixelsOf(grow(area, PRINTABLE_GRACE), (MILLIMETRE * dotsPerInch) / 72))
    .sort((one, other) => one.left - other.left);
  const { pixels, width, height } = picture;
  for (let row = 0; row < height; row += 1) {
    for (const [from, to] of forbiddenIn(row, width, allowed)) {
      for (let at = row * width + from; at < row * width + to; at += 1) {
        if (((pixels[at] ?? 0) & PAPER_WHITE) !== PAPER_WHITE) return true;
      }
    }
  }
  return false;
}
