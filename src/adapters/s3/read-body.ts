import { type Readable, Transform, pipeline } from 'node:stream';

/** Thrown when a body ends before, or runs past, the length its head promised. */
export class BodyLengthError extends Error {
  override readonly name = 'BodyLengthError';

  constructor(
    readonly key: string,
    readonly expected: number,
    readonly received: number,
  ) {
    super(`${key} has ${expected} bytes, but ${received} came`);
  }
}

/** Reads a body to its end into one Buffer. A body that breaks off, or has another length than stated, throws and is destroyed. */
export async function readBody(key: string, body: Readable, length: number | undefined): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let received = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    received += chunk.length;
    if (length !== undefined && received > length) throw new BodyLengthError(key, length, received);
  }
  if (length !== undefined && received !== length) throw new BodyLengthError(key, length, received);
  return Buffer.concat(chunks, received);
}

/** Passes the bytes through and fails at the end when there were fewer or more than stated. Ending either stream ends the other. */
export function withLength(key: string, body: Readable, length: number): Readable {
  let received = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      done(received === length ? null : new BodyLengthError(key, length, received));
    },
  });
  pipeline(body, counted, () => undefined); // an error is told by `counted`
  return counted;
}
