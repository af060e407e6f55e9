import { Readable } from 'node:stream';
import ZipStream from 'zip-stream';
import type { Zipper } from '../../ports';

type Entries = Parameters<Zipper['zip']>[0];

/** The first day a zip can name. Any fixed one would do: the same letters must give the same bytes, whenever and wherever. */
const DATE = new Date(Date.UTC(1980, 0, 1));

/** One level, and nothing the format or the library would write differently than it was given. */
const FLAT_NAME = /^[^/\\:\0]+$/;

/** Makes zips of stored entries. The next letter is asked for only when the sink has taken the last one. */
export const createZipper = (): Zipper => ({
  zip: (entries) => Readable.from(zipBytes(entries), { objectMode: false }),
});

async function* zipBytes(entries: Entries): AsyncGenerator<Buffer> {
  // Room for a whole letter, which is taken out at once: back-pressure is this generator's own pace.
  const archive = new ZipStream({ store: true, highWaterMark: Number.MAX_SAFE_INTEGER });
  const names = new Set<string>();
  for await (const { name, body } of entries) {
    const upperCase = name.toUpperCase();
    if (!FLAT_NAME.test(name)) throw new Error(`A zip has no entry named ${JSON.stringify(name)}`);
    if (names.has(upperCase)) throw new Error(`A zip has only one entry named ${name}`);
    names.add(upperCase);
    await append(archive, name, body);
    yield archive.read(archive.readableLength - body.length) as Buffer;
    if (body.length > 0) yield archive.read() as Buffer; // the body itself: read with its header it would be copied
  }
  archive.finalize();
  yield* archive as AsyncIterable<Buffer>;
}

const append = (archive: ZipStream, name: string, body: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    archive.entry(body, { name, date: DATE }, (error) => {
      if (error) reject(error);
      else resolve();
    });
  });
