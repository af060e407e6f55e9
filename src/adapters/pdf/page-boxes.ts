import { PDFArray, PDFName, PDFNumber, type PDFObject, type PDFPage } from '@cantoo/pdf-lib';
import { type Area, PAPER, type PageShape } from '../../domain/inspection';
import type { Box } from './pdfium/render-page';

const [MEDIA_BOX, CROP_BOX, ROTATE] = [PDFName.of('MediaBox'), PDFName.of('CropBox'), PDFName.of('Rotate')];

/** Points a millimetre. */
export const MILLIMETRE = 72 / 25.4;

const valueOf = ({ node }: PDFPage, name: PDFName): PDFObject | undefined =>
  node.context.lookup(node.getInheritableAttribute(name));

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

/** The sheet of paper. Throws for a page that says nothing of it. */
export function mediaBoxOf(page: PDFPage): Box {
  const box = boxOf(valueOf(page, MEDIA_BOX));
  if (!box) throw new Error('a page without a size');
  return box;
}

/** The part of the sheet that readers show. */
export const cropBoxOf = (page: PDFPage): Box => boxOf(valueOf(page, CROP_BOX)) ?? mediaBoxOf(page);

export function shapeOf(page: PDFPage): PageShape {
  const { left, right, bottom, top } = mediaBoxOf(page);
  const rotation = valueOf(page, ROTATE);
  return {
    width: (right - left) / MILLIMETRE,
    height: (top - bottom) / MILLIMETRE,
    rotation: rotation instanceof PDFNumber ? rotation.asNumber() : 0,
  };
}

/** A box in millimetres from a corner, the left and the top one, that is given in points. */
export const areaOf = ({ left, right, bottom, top }: Box, from: Pick<Box, 'left' | 'top'>): Area => ({
  left: (left - from.left) / MILLIMETRE,
  right: (right - from.left) / MILLIMETRE,
  top: (from.top - top) / MILLIMETRE,
  bottom: (from.top - bottom) / MILLIMETRE,
});

/** Where the printable areas are laid from: the zero of the page's coordinates, wherever its sheet begins, as GOV.UK Notify lays them. */
export const SHEET_CORNER = { left: 0, top: PAPER.height * MILLIMETRE } as const;
