/** Points: as far as two readers may be apart on where a character stands. */
const NEAR = 0.1;

export type Place = readonly [number, number];

/** A character of a page, by where it stands in the page's own coordinates. */
export interface Placed {
  readonly x: number;
  readonly y: number;
}

/** Finds characters by where they stand, each by its number in the list. */
export interface Places {
  at(place: Place): readonly number[];
}

const CELL = 16;
const cellOf = (x: number, y: number): number => Math.floor(y / CELL) * 4_096 + Math.floor(x / CELL);

/** Characters by where they stand. */
export function placesOf(characters: readonly Placed[]): Places {
  const cells = new Map<number, number[]>();
  const note = (cell: number, index: number): void => {
    const found = cells.get(cell);
    if (!found) cells.set(cell, [index]);
    else if (found.at(-1) !== index) found.push(index);
  };
  characters.forEach(({ x, y }, index) => {
    for (const dx of [-NEAR, NEAR]) for (const dy of [-NEAR, NEAR]) note(cellOf(x + dx, y + dy), index);
  });
  const isNear = (index: number, [x, y]: Place): boolean => {
    const character = characters[index];
    return character !== undefined && Math.abs(character.x - x) < NEAR && Math.abs(character.y - y) < NEAR;
  };
  return { at: (place) => (cells.get(cellOf(...place)) ?? []).filter((index) => isNear(index, place)) };
}
