import { PDFArray, type PDFDict, PDFName, PDFNumber, type PDFObject, type PDFPage } from '@cantoo/pdf-lib';
import type { Area, PageShape } from '../../domain/inspection';
import type { Box } from './pdfium/render-page';

const [MEDIA_BOX, CROP_BOX, ROTATE] = [PDFName.of('MediaBox'), PDFName.of('CropBox'), PDFName.of('Rotate')];

/** Points a millimetre. */
export const MILLIMETRE = 72 / 25.4;

/** Four numbers as a box, whichever corners they name; undefined for anything else. */
export function boxOf(value: PDFObject | undefined): Box | undefined {
  if (!(value instanceof PDFArray) || value.size() !== 4) return undefined;
  const numbers = Array.from({ length: 4 }, (_, index) => value.lookup(index));
  const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = numbers.map((item) =>
    item instanceof PDFNumber ? item.asNumber() : NaN,
  );
  if (![x1, y1, x2, y2].every(Number.isFinite)) return undefined;
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), bottom: Math.min(y1, y2), top: Math.max(y1, y2) };
}

/**
 * Readers show no more than there is of the sheet, however large the crop box: it is cut to the sheet, and left out where
 * nothing would be shown.
 */
export function clipCropBox(page: PDFDict): void {
  const [whole, shown] = [MEDIA_BOX, CROP_BOX].map((name) => boxOf(page.lookup(name)));
  if (!whole || !shown) return;
  const [left, right] = [Math.max(whole.left, shown.left), Math.min(whole.right, shown.right)];
  const [bottom, top] = [Math.max(whole.bottom, shown.bottom), Math.min(whole.top, shown.top)];
  if (left < right && bottom < top) page.set(CROP_BOX, page.context.obj([left, bottom, right, top]));
  else page.delete(CROP_BOX);
}

/** A page of a file that we have written: it inherits nothing. */
export interface Sheet {
  /** The paper, in the page's own coordinates. */
  readonly whole: Box;
  /** The part of it that readers show. */
  readonly shown: Box;
  /** Degrees, clockwise, as they are written. */
  readonly rotation: number;
}

/** Throws for a page that says nothing of its size. */
export function sheetOf({ node }: PDFPage): Sheet {
  const whole = boxOf(node.lookup(MEDIA_BOX));
  if (!whole) throw new Error('a page without a size');
  const rotation = node.lookup(ROTATE);
  return {
    whole,
    shown: boxOf(node.lookup(CROP_BOX)) ?? whole,
    rotation: rotation instanceof PDFNumber ? rotation.asNumber() : 0,
  };
}

export const shapeOf = ({ whole: { left, right, bottom, top }, rotation }: Sheet): PageShape => ({
  width: (right - left) / MILLIMETRE,
  height: (top - bottom) / MILLIMETRE,
  rotation,
});

const isTurned = (rotation: number): boolean => rotation === 90 || rotation === 270;

/** Points across and down the sheet as it comes out. */
export function sizeOf({ whole: { left, right, bottom, top }, rotation }: Sheet): readonly [number, number] {
  const size = [right - left, top - bottom] as const;
  return isTurned(rotation) ? [size[1], size[0]] : size;
}

/** Where a box of the page comes out when the page is turned: points from the left upper corner of a part of the sheet. */
function turned(box: Box, { left, right, bottom, top }: Box, rotation: number): Area {
  switch (rotation) {
    case 90:
      return { left: box.bottom - bottom, right: box.top - bottom, top: box.left - left, bottom: box.right - left };
    case 180:
      return { left: right - box.right, right: right - box.left, top: box.bottom - bottom, bottom: box.top - bottom };
    case 270:
      return { left: top - box.top, right: top - box.bottom, top: right - box.right, bottom: right - box.left };
    default:
      return { left: box.left - left, right: box.right - left, top: top - box.top, bottom: top - box.bottom };
  }
}

/** A box of the page in millimetres from the corner of the whole sheet, or of the part that readers show. */
export function areaOf(box: Box, sheet: Sheet, part: 'whole' | 'shown'): Area {
  const { left, right, top, bottom } = turned(box, sheet[part], sheet.rotation);
  return {
    left: left / MILLIMETRE,
    right: right / MILLIMETRE,
    top: top / MILLIMETRE,
    bottom: bottom / MILLIMETRE,
  };
}

/** An area of what readers show as one of the whole sheet. */
export function onWhole({ left, right, top, bottom }: Area, sheet: Sheet): Area {
  const shown = areaOf(sheet.shown, sheet, 'whole');
  return { left: left + shown.left, right: right + shown.left, top: top + shown.top, bottom: bottom + shown.top };
}
