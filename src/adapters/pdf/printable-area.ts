import { type Area, PRINTABLE_GRACE, grow } from '../../domain/inspection';
import { MILLIMETRE, type Sheet, sizeOf } from './page-boxes';
import type { Picture, View } from './pdfium/render-page';

/** At 150 even the smallest print is seen; at 100 marks up to 0.2 mm over an edge are not. */
const DOTS_PER_INCH = 200;
/** The colour of untouched paper; the fourth byte means nothing. */
const PAPER_WHITE = 0x00ffffff;

export const isMark = (pixel = PAPER_WHITE): boolean => (pixel & PAPER_WHITE) !== PAPER_WHITE;

/** All of a page's paper, in dots of an inch: by default as its marks are looked for. */
export function wholeSheet(index: number, sheet: Sheet, dots = DOTS_PER_INCH): View {
  const [width = 0, height = 0] = sizeOf(sheet).map((points) => Math.ceil((points * dots) / 72));
  return { index, box: sheet.whole, width, height };
}

/** An area in pixels, with those that it only touches; `right` and `bottom` stand behind the last ones. */
function pixelsOf({ left, right, top, bottom }: Area, dots: number): Area {
  const pixels = (MILLIMETRE * dots) / 72;
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
  dots = DOTS_PER_INCH,
): Generator<readonly [number, number]> {
  const inPixels = areas.map((area) => pixelsOf(area, dots)).sort((one, other) => one.left - other.left);
  const edges = new Set(inPixels.flatMap(({ top, bottom }) => [top, bottom]));
  let gaps = [...gapsIn(0, width, inPixels)];
  for (let row = 0; row < height; row += 1) {
    if (edges.has(row)) gaps = [...gapsIn(row, width, inPixels)];
    for (const [from, to] of gaps) yield [row * width + from, row * width + to];
  }
}

/** The bytes of a picture's pixels: most rows are found equal by them, and no pixel is looked at by itself. */
export const bytesOf = ({ pixels: { buffer, byteOffset, byteLength } }: Picture): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Whether a picture of a sheet shows anything outside the areas, which may be overstepped by the grace. */
export function isMarkedOutside(picture: Picture, areas: readonly Area[]): boolean {
  const withGrace = areas.map((area) => grow(area, PRINTABLE_GRACE));
  const [bytes, blank] = [bytesOf(picture), Buffer.alloc(4 * picture.width, 0xff)];
  for (const [from, to] of outsideOf(picture, withGrace)) {
    if (bytes.compare(blank, 0, 4 * (to - from), 4 * from, 4 * to) === 0) continue;
    for (let at = from; at < to; at += 1) if (isMark(picture.pixels[at])) return true;
  }
  return false;
}

/** Whether a picture of a sheet shows anything inside an area. */
export function isMarkedInside({ width, pixels }: Picture, area: Area): boolean {
  const { left, right, top, bottom } = pixelsOf(area, DOTS_PER_INCH);
  for (let row = top; row < bottom; row += 1) {
    if (pixels.subarray(row * width + left, row * width + right).some((pixel) => isMark(pixel))) return true;
  }
  return false;
}
