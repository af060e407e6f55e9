import { ADDRESS_WINDOW, type Area, PRINTABLE_GRACE, TAG, grow } from '../../domain/inspection';
import type { FirstPage } from './judge-pages';
import { areaOf, onWhole } from './page-boxes';
import type { Pdfium } from './pdfium/pdfium';
import { readText } from './pdfium/read-text';
import { type Picture, lookAtPage } from './pdfium/render-page';
import { withDocument } from './pdfium/with-document';
import { bytesOf, outsideOf, wholeSheet } from './printable-area';

/** Enough to see letters move; at 200, as the printable area is looked at, it would take twice as long. */
const DOTS_PER_INCH = 100;
/** One dot, in millimetres: the edges of the white box may soften. */
const SOFTENED = 25.4 / DOTS_PER_INCH;
const COLOUR = 0x00ffffff;

interface Versions {
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

/** Whether page 1 of a letter that was stamped reads and looks as before but for the stamp and the words that left. */
export function showsOnlyStamp(pdfium: Pdfium, { before, after }: Versions, first: FirstPage): boolean {
  const view = wholeSheet(0, first.sheet, DOTS_PER_INCH);
  return withDocument(pdfium, after, (document) => {
    const read = legible(readText(pdfium, document, 0).characters.map(({ text }) => text));
    if (read !== legible([...first.staying.map(({ text }) => text), ...stampOf(first)])) return false;
    const then = withDocument(pdfium, before, (judged) =>
      lookAtPage(pdfium, judged, view, (picture) => ({ ...picture, pixels: picture.pixels.slice() })),
    );
    return lookAtPage(pdfium, document, view, (now) => isAlike(then, now, changedIn(first)));
  });
}

const legible = (texts: readonly string[]): string => texts.join('').replace(/\s/gu, '');

const stampOf = ({ address, isTagged }: FirstPage): readonly string[] => [...address.lines, ...(isTagged ? [] : [TAG])];

/** Where the address and the words that left may show (the tag is white), in millimetres of the whole sheet. */
function changedIn({ sheet, leaving }: FirstPage): readonly Area[] {
  const words = leaving.map(({ box }) => grow(areaOf(box, sheet, 'whole'), PRINTABLE_GRACE));
  return [grow(onWhole(ADDRESS_WINDOW, sheet), SOFTENED), ...words];
}

function isAlike(then: Picture, now: Picture, areas: readonly Area[]): boolean {
  const [bytes, others] = [bytesOf(then), bytesOf(now)];
  for (const [from, to] of outsideOf(now, areas, DOTS_PER_INCH)) {
    if (bytes.compare(others, 4 * from, 4 * to, 4 * from, 4 * to) === 0) continue;
    for (let at = from; at < to; at += 1) {
      if ((((then.pixels[at] ?? 0) ^ (now.pixels[at] ?? 0)) & COLOUR) !== 0) return false;
    }
  }
  return true;
}
