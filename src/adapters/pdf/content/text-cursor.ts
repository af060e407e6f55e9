import type { CodesOf } from './codes-of-font';
import { type Matrix, UNMOVED, placeOf, then } from './matrix';

/** What `q` keeps and `Q` brings back, as far as it moves text. */
export interface TextState {
  /** From the content's own coordinates to the page's. */
  readonly matrix: Matrix;
  /** Undefined where its strings cannot be taken apart. */
  readonly font: CodesOf | undefined;
  readonly size: number;
  readonly charSpace: number;
  readonly wordSpace: number;
  /** 1 is as wide as the font says. */
  readonly scale: number;
  readonly rise: number;
  readonly leading: number;
}

export const FIRST_STATE: TextState = {
  matrix: UNMOVED,
  font: undefined,
  size: 0,
  charSpace: 0,
  wordSpace: 0,
  scale: 1,
  rise: 0,
  leading: 0,
};

/** Where the next glyph is drawn. No place is known any more where a number or a font is none. */
export class TextCursor {
  private line: Matrix = UNMOVED;
  private glyph: Matrix = UNMOVED;

  constructor(public state: TextState) {}

  /** In the page's own coordinates. */
  place(): readonly [number, number] {
    return placeOf(then(this.glyph, this.state.matrix), 0, this.state.rise);
  }

  beginAt(line: Matrix): void {
    this.line = line;
    this.glyph = line;
  }

  nextLine(x: number, y: number): void {
    this.beginAt(then([1, 0, 0, 1, x, y], this.line));
  }

  /** Along the line, in the unit of the size before it is scaled. */
  moveOn(by: number): void {
    this.glyph = then([1, 0, 0, 1, by * this.state.scale, 0], this.glyph);
  }
}
