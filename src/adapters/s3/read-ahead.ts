import { setMaxListeners } from 'node:events';
import type { StoredObject } from '../../ports';

const MOST_OBJECTS = 32; // more parallel reads only queue at the server
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads one object; undefined when it is missing. */
export type ReadObject = (key: string, signal: AbortSignal) => Promise<Buffer | undefined>;

interface Reading {
  readonly object: StoredObject;
  readonly body: Promise<Buffer | undefined>;
}

/**
 * Objects in the order asked for, while the next ones are already being read. Asked for and not yet given back by the
 * consumer are at most 32 objects and 32 MiB together; a single bigger object goes alone. Leaving the loop, an error or
 * the signal aborts what is under way.
 */
export async function* readAhead(
  read: ReadObject,
  objects: readonly StoredObject[],
  signal?: AbortSignal,
): AsyncGenerator<{ readonly key: string; readonly body: Buffer | undefined }> {
  const stop = new AbortController();
  const stopped = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  setMaxListeners(0, stopped); // each read under way listens
  const underway: Reading[] = [];
  let bytes = 0;
  let next = 0;

  const fits = (object: StoredObject): boolean =>
    underway.length === 0 || (underway.length < MOST_OBJECTS && bytes + object.bytes <= MOST_BYTES);

  const start = (object: StoredObject): void => {
    const body = read(object.key, stopped);
    body.catch(() => undefined); // told when its turn comes; until then it must not count as unhandled
    underway.push({ object, body });
    bytes += object.bytes;
    next += 1;
  };

  try {
    for (;;) {
      stopped.throwIfAborted();
      for (let object = objects[next]; object && fits(object); object = objects[next]) start(object);
      const [first] = underway;
      if (!first) return;
      yield { key: first.object.key, body: await first.body };
      underway.shift();
      bytes -= first.object.bytes;
    }
  } finally {
    stop.abort();
    await Promise.allSettled(underway.map(({ body }) => body));
  }
}
