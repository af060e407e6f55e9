import { createHash } from 'node:crypto';

/** The same letters each time: names as on the print key, bodies of some kilobytes, each another. */
export async function* letters(count: number): AsyncGenerator<{ name: string; body: Buffer }> {
  for (let index = 0; index < count; index += 1) {
    const seed = createHash('sha256').update(String(index)).digest();
    const reference = seed.toString('hex', 0, 8).toUpperCase();
    await Promise.resolve();
    yield {
      name: `NOTIFY.${reference}.D.2.C.20260302120000.PDF`,
      body: Buffer.concat(new Array<Buffer>(100 + index).fill(seed)),
    };
  }
}
