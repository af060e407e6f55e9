import { type Hash, createHash } from 'node:crypto';
import { type Readable, Transform, pipeline } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { Sha256 } from '../domain/letter';

export interface Digest {
  readonly bytes: number;
  readonly sha256: Sha256;
}

const hexOf = (hash: Hash): Sha256 => hash.digest('hex') as Sha256;

export const sha256Of = (content: Buffer | string): Sha256 => hexOf(createHash('sha256').update(content));

export const sameDigest = (one: Digest, other: Digest): boolean =>
  one.bytes === other.bytes && one.sha256 === other.sha256;

/** The same bytes, counted and hashed as they flow; `digest` may be asked once the stream has ended. */
export function measured(
  source: Readable,
  onBytes: (more: number) => void = () => undefined,
): { readonly stream: Readable; readonly digest: () => Digest } {
  const hash = createHash('sha256');
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      bytes += chunk.length;
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  pipeline(source, stream, () => undefined); // an error of either side destroys both; whoever reads `stream` throws it
  return { stream, digest: () => ({ bytes, sha256: hexOf(hash) }) };
}

/** Reads a stream to its end for its digest alone. */
export async function digestOf(source: Readable, onBytes: (more: number) => void): Promise<Digest> {
  const { stream, digest } = measured(source, onBytes);
  await finished(stream.resume());
  return digest();
}
