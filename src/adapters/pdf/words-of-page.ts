import type { Character } from './pdfium/read-text';
import type { Box } from './pdfium/render-page';

/** Letters without a gap between them. */
export interface Word {
  readonly text: string;
  readonly box: Box;
  /** Words of one line stand one behind the other on one base line. */
  readonly line: number;
  readonly characters: readonly Character[];
}

/** All as parts of the height of the line, as the predecessor's reader (MuPDF) draws the bounds. */
const WORD_GAP = 0.15;
const LINE_GAP = 0.8;
/** Points: what stands higher or lower than this is on another line. */
const BASE_LINE = 0.5;
/** Cosine of some two degrees. */
const SAME_DIRECTION = 0.999;

export const isBlank = (text: string): boolean => /^\s*$/u.test(text);

const along = ([dx, dy]: Character['direction'], x: number, y: number): number => dx * x + dy * y;

/** How far a box reaches along a direction. */
function extent(direction: Character['direction'], { left, right, bottom, top }: Box): { from: number; to: number } {
  const corners = [
    along(direction, left, bottom),
    along(direction, left, top),
    along(direction, right, bottom),
    along(direction, right, top),
  ];
  return { from: Math.min(...corners), to: Math.max(...corners) };
}

type Break = 'none' | 'word' | 'line';

/** What lies between two characters that are drawn one after the other. */
function breakBetween(before: Character, next: Character): Break {
  const [dx, dy] = before.direction;
  if (along(before.direction, ...next.direction) < SAME_DIRECTION) return 'line';
  const across: Character['direction'] = [-dy, dx];
  if (Math.abs(along(across, next.x - before.x, next.y - before.y)) > BASE_LINE) return 'line';
  if (next.x === before.x && next.y === before.y) return 'none'; // a ligature
  const height = extent(across, before.box);
  const gap = along(before.direction, next.x, next.y) - extent(before.direction, before.box).to;
  const parts = gap / (height.to - height.from || 1);
  // PDFium drops blanks that follow blanks, and with them texts of nothing else: where one is missing, they fill the gap.
  const isFilled = next.object === before.object || next.object > before.object + 1;
  if (!isFilled && Math.abs(parts) > LINE_GAP) return 'line';
  if (along(before.direction, next.x - before.x, next.y - before.y) < 0) return 'line';
  return parts > WORD_GAP ? 'word' : 'none';
}

const around = (one: Box, other: Box): Box => ({
  left: Math.min(one.left, other.left),
  right: Math.max(one.right, other.right),
  bottom: Math.min(one.bottom, other.bottom),
  top: Math.max(one.top, other.top),
});

/** The words of a page in the order in which they are drawn, which need not be the one in which people read them. */
export function wordsOf(characters: readonly Character[]): readonly Word[] {
  const words: (Word & { readonly characters: Character[] })[] = [];
  let line = 0;
  let open = false;
  characters.forEach((character, index) => {
    const before = characters[index - 1];
    const between = before ? breakBetween(before, character) : 'none';
    if (between === 'line') line += 1;
    if (between !== 'none') open = false;
    if (isBlank(character.text)) {
      open = false;
      return;
    }
    const word = open ? words.pop() : undefined;
    word?.characters.push(character);
    words.push(
      word
        ? { ...word, text: word.text + character.text, box: around(word.box, character.box) }
        : { text: character.text, box: character.box, line, characters: [character] },
    );
    open = true;
  });
  return words;
}
