/** Where the words of our letters may stand, in millimetres from the top left of the page. */
import type { Box, Word } from './paper';

/** Of the printer's specification the tag and the window, of ours the rest. */
const TAG: Box = { left: 0, right: 15.191, top: 0, bottom: 6.149 };
export const ADDRESS: Box = { left: 24.6, right: 120, top: 39.5, bottom: 66.3 };
export const CONTACT: Box = { left: 125, right: 195, top: 10, bottom: 83 };
const NUMBER: Box = { left: 152.5, right: 195, top: 283, bottom: 292 };
/** The small print; words may stand there only where a letter has some. */
export const FOOTER: Box = { left: 15, right: 152.5, top: 282.2, bottom: 292 };

const FIRST_PAGE: readonly Box[] = [TAG, ADDRESS, CONTACT, { left: 15, right: 152.5, top: 104, bottom: 282 }, NUMBER];
const LATER_PAGE: readonly Box[] = [{ left: 15, right: 152.5, top: 15, bottom: 282 }, NUMBER];

/** Between lines as near as those of the address, the boxes that a font claims for itself meet; its letters do not. */
const CLAIMED = 0.1;

export const isIn = (word: Box, area: Box): boolean =>
  word.left >= area.left - 0.01 &&
  word.right <= area.right + 0.01 &&
  word.top >= area.top &&
  word.bottom <= area.bottom;
const overlap = (one: Box, other: Box): boolean =>
  Math.min(one.right, other.right) - Math.max(one.left, other.left) > 0.01 &&
  Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > CLAIMED * (one.bottom - one.top);

/** What is wrong with where the words of a letter stand. */
export function misplaced(
  pages: readonly (readonly Word[])[],
  { footer }: { readonly footer: readonly string[] },
): readonly string[] {
  return pages.flatMap((words, index) => {
    const areas = [...(index === 0 ? FIRST_PAGE : LATER_PAGE), ...(footer.length > 0 ? [FOOTER] : [])];
    const outside = words.filter((word) => !areas.some((area) => isIn(word, area)));
    const pairs = words.flatMap((word, at) =>
      words.slice(at + 1).flatMap((other) => (overlap(word, other) ? [`${word.text} lies on ${other.text}`] : [])),
    );
    return [...outside.map(({ text }) => `${text} stands outside`), ...pairs].map(
      (what) => `page ${index + 1}: ${what}`,
    );
  });
}
