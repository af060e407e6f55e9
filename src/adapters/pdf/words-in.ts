import type { Area } from '../../domain/inspection';
import { type Sheet, areaOf } from './page-boxes';
import type { Word } from './words-of-page';

const touches = (one: Area, other: Area): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

/** The words whose boxes reach into an area of what readers show of the page, in the order in which they are drawn. */
export const wordsIn = (area: Area, words: readonly Word[], sheet: Sheet): readonly Word[] =>
  words.filter(({ box }) => touches(areaOf(box, sheet, 'shown'), area));

/** Words as they stand in lines. */
export function linesOf(words: readonly Word[]): readonly string[] {
  const lines = new Map<number, string[]>();
  for (const { text, line } of words) {
    const found = lines.get(line);
    if (found) found.push(text);
    else lines.set(line, [text]);
  }
  return [...lines.values()].map((line) => line.join(' '));
}
