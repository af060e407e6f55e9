import { writeFile } from 'node:fs/promises';

/** `letter.png` of a single page is called so; of several they are `letter-1.png` and so on. */
const nameOf = (output: string, page: number, pages: number): string =>
  pages === 1 ? output : output.replace(/\.png$/, `-${page}.png`);

/** Writes each into a file of its own, and tells their names. */
export async function writePictures(output: string, pictures: readonly Buffer[]): Promise<readonly string[]> {
  const files = pictures.map((picture, index) => ({ name: nameOf(output, index + 1, pictures.length), picture }));
  for (const { name, picture } of files) await writeFile(name, picture);
  return files.map(({ name }) => name);
}
