import { PDFArray, PDFDict, PDFName, PDFNumber, type PDFObject, type PDFPage } from '@cantoo/pdf-lib';
import { type Area, PRINTABLE_GRACE, grow } from '../../domain/inspection';
import { type Sheet, areaOf, boxOf } from './page-boxes';
import type { Box } from './pdfium/render-page';

const [LINK, WIDGET] = [PDFName.of('Link'), PDFName.of('Widget')];
/** Where lines, corners and strokes lie, which may be beyond the annotation's own rectangle. */
const POINTS = ['L', 'CL', 'Vertices', 'InkList', 'QuadPoints'].map((name) => PDFName.of(name));
/** Millimetres between the points of a border that are looked at. */
const STEP = 0.5;

/** In points; 1 where nothing is said. */
function borderWidthOf(annotation: PDFDict): number {
  const style = annotation.lookup(PDFName.of('BS'));
  const border = annotation.lookup(PDFName.of('Border'));
  const width =
    (style instanceof PDFDict ? style.lookup(PDFName.of('W')) : undefined) ??
    (border instanceof PDFArray && border.size() > 2 ? border.lookup(2) : undefined);
  return width instanceof PDFNumber ? width.asNumber() : 1;
}

/** Without a colour there is no border, and a white one is not seen. */
function isColoured(annotation: PDFDict): boolean {
  const colour = annotation.lookup(PDFName.of('C'));
  if (!(colour instanceof PDFArray)) return true;
  const parts = colour.asArray().map((_, index) => colour.lookup(index));
  const isWhite =
    (parts.length === 1 || parts.length === 3) &&
    parts.every((part) => part instanceof PDFNumber && part.asNumber() === 1);
  return parts.length > 0 && !isWhite;
}

/** All numbers in a list, those in lists inside it too. */
function numbersIn(value: PDFObject | undefined): number[] {
  if (value instanceof PDFNumber) return [value.asNumber()];
  return value instanceof PDFArray ? value.asArray().flatMap((_, index) => numbersIn(value.lookup(index))) : [];
}

/** An annotation's rectangle, and all points that it names. */
function reachOf(annotation: PDFDict, { left, right, bottom, top }: Box): Box {
  const points = POINTS.flatMap((name) => numbersIn(annotation.lookup(name)));
  const [across, up] = [0, 1].map((odd) => points.filter((_, index) => index % 2 === odd));
  return {
    left: Math.min(left, ...(across ?? [])),
    right: Math.max(right, ...(across ?? [])),
    bottom: Math.min(bottom, ...(up ?? [])),
    top: Math.max(top, ...(up ?? [])),
  };
}

/**
 * What readers draw of an annotation that has no appearance of its own: of a link its border, if it has one; of a form's
 * field nothing; of others, such as stamps, each reader what it likes, up to the border.
 */
function borderOf(annotation: PDFDict, sheet: Sheet): Area | undefined {
  const [box, subtype] = [boxOf(annotation.lookup(PDFName.of('Rect'))), annotation.lookup(PDFName.of('Subtype'))];
  const drawsItself = annotation.lookup(PDFName.of('AP')) !== undefined || subtype === WIDGET;
  if (!box || box.left === box.right || box.top === box.bottom || drawsItself) return undefined;
  if (subtype !== LINK) return areaOf(reachOf(annotation, box), sheet, 'whole');
  return borderWidthOf(annotation) > 0 && isColoured(annotation) ? areaOf(box, sheet, 'whole') : undefined;
}

const contains = ({ left, right, top, bottom }: Area, x: number, y: number): boolean =>
  x >= left && x <= right && y >= top && y <= bottom;

function* steps(from: number, to: number): Generator<number> {
  for (let at = from; at < to; at += STEP) yield at;
  if (to >= from) yield to;
}

/** The points of a border that lie on the sheet. */
function* pointsOf(border: Area, paper: Area): Generator<readonly [number, number]> {
  const [left, right] = [Math.max(border.left, paper.left), Math.min(border.right, paper.right)];
  const [top, bottom] = [Math.max(border.top, paper.top), Math.min(border.bottom, paper.bottom)];
  for (const x of steps(left, right))
    yield* [
      [x, border.top],
      [x, border.bottom],
    ] as const;
  for (const y of steps(top, bottom))
    yield* [
      [border.left, y],
      [border.right, y],
    ] as const;
}

/** Whether a page has annotations outside the areas that printers draw and PDFium does not. */
export function hasBordersOutside({ node }: PDFPage, sheet: Sheet, areas: readonly Area[]): boolean {
  const annotations = node.Annots();
  if (!annotations) return false;
  const paper = areaOf(sheet.whole, sheet, 'whole');
  const allowed = areas.map((area) => grow(area, PRINTABLE_GRACE));
  for (let index = 0; index < annotations.size(); index += 1) {
    const annotation = annotations.lookup(index);
    const border = annotation instanceof PDFDict ? borderOf(annotation, sheet) : undefined;
    for (const [x, y] of border ? pointsOf(border, paper) : []) {
      if (contains(paper, x, y) && !allowed.some((area) => contains(area, x, y))) return true;
    }
  }
  return false;
}
