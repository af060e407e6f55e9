import { writeFile } from 'node:fs/promises';

/** `letter.png` of a single page is called so; of several they are called by their pages, `letter-1.png` and so on. */
const nameOf = (output: string, page: number, pages: number): string =>
  pages === 1 ? output : output.replace(/\.png$/, `-${page}.png`);

/** Writes each into a file of its own, and tells their names. `pages` says which pages they show where those are not all, counted from 1. */
export async function writePictures(
  output: string,
  pictures: readonly Buffer[],
  pages: readonly number[] = [],
): Promise<readonly string[]> {
  const files = pictures.map((picture, index) => ({
    name: nameOf(output, pages[index] ?? index + 1, pictures.length),
    picture,
  }));
  for (const { name, picture } of files) await writeFile(name, picture);
  return files.map(({ name }) => name);
}
