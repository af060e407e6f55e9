import type { Area } from '../../domain/inspection';
import { type Sheet, areaOf } from './page-boxes';
import type { Word } from './words-of-page';

const touches = (one: Area, other: Area): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** The lines of the words whose boxes reach into an area of what readers show of the page, in the order in which they are drawn. */
export function linesIn(area: Area, words: readonly Word[], sheet: Sheet): readonly string[] {
  const lines = new Map<number, string[]>();
  for (const { text, box, line } of words) {
    if (!touches(areaOf(box, sheet, 'shown'), area)) continue;
    const found = lines.get(line);
    if (found) found.push(text);
    else lines.set(line, [text]);
  }
  return [...lines.values()].map((line) => line.join(' '));
}
