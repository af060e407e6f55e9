/** Pages as poppler draws them, compared with each other. */
import { execFile } from 'node:child_process';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Box, withFile } from '../render/paper';

const run = promisify(execFile);
const DPI = 100;

interface Picture {
  readonly width: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Buffer;
}

export const picturesOf = (pdf: Uint8Array): Promise<readonly Picture[]> =>
  withFile(Buffer.from(pdf), async (file, folder) => {
    await run('pdftoppm', ['-r', String(DPI), file, join(folder, 'page')]);
    const names = (await readdir(folder)).filter((name) => name.endsWith('.ppm')).sort();
    return Promise.all(
      names.map(async (name) => {
        const picture = await readFile(join(folder, name));
        const [head = '', width = ''] = /^P6\s+(\d+)\s+\d+\s+255\s/.exec(picture.toString('latin1', 0, 50)) ?? [];
        return { width: Number(width), pixels: picture.subarray(head.length) };
      }),
    );
  });

/** How many pixels are not the same in two pictures, but for those inside some areas; the edges of an area may soften. */
export function changesOutside(before: Picture | undefined, after: Picture | undefined, areas: readonly Box[]): number {
  if (before?.pixels.length !== after?.pixels.length || before?.width !== after?.width) return Infinity;
  if (!before || !after || before.pixels.equals(after.pixels)) return 0;
  const millimetres = (pixel: number): number => (pixel * 25.4) / DPI;
  const softened = millimetres(1);
  const changed = new Set<number>();
  for (const [index, byte] of before.pixels.entries()) {
    if (byte !== after.pixels[index]) changed.add(Math.floor(index / 3));
  }
  const isInside = (pixel: number): boolean => {
    const [x, y] = [millimetres(pixel % before.width), millimetres(Math.floor(pixel / before.width))];
    return areas.some(
      ({ left, right, top, bottom }) =>
        x >= left - softened && x <= right + softened && y >= top - softened && y <= bottom + softened,
    );
  };
  return [...changed].filter((pixel) => !isInside(pixel)).length;
}
