import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { Sha256 } from '../../domain/letter';
import { blocksOf } from './blocks';
import type { Connection } from './connection';

/** What was written, as it was read. */
export interface Written {
  readonly bytes: number;
  readonly sha256: Sha256;
}

export interface WriteOptions {
  /** Writes that wait for their acknowledgement at one time. */
  readonly inFlight: number;
  readonly onProgress: (acknowledgedBytes: number) => void;
}

/**
 * Writes a stream to an open file, many requests in flight: one block per round trip would be 29 times slower at 20 ms.
 * Holds `inFlight` blocks at most. Rejects at the first write that is refused, which ssh2's own write stream does not
 * (mscdex/ssh2 #1091).
 */
export async function writePipelined(
  { call, offers }: Connection,
  handle: Buffer,
  source: Readable,
  { inFlight, onProgress }: WriteOptions,
): Promise<Written> {
  const sha256 = createHash('sha256');
  const waiting = new Set<Promise<void>>();
  let bytes = 0;
  let acknowledged = 0;

  const write = async (block: Buffer, position: number): Promise<void> => {
    await call('write', (sftp, done) =>
      sftp.write(handle, block, 0, block.length, position, (error) => done(error, undefined)),
    );
    acknowledged += block.length;
    onProgress(acknowledged);
  };

  for await (const block of blocksOf(source, offers.longestWrite)) {
    if (waiting.size >= inFlight) await Promise.race(waiting);
    sha256.update(block);
    const written = write(block, bytes);
    bytes += block.length;
    waiting.add(written);
    // A refused write stays in the set, for the race or the end to see; the source need not go on.
    written.then(
      () => waiting.delete(written),
      (error: unknown) => source.destroy(error as Error),
    );
  }
  await Promise.all(waiting);
  return { bytes, sha256: sha256.digest('hex') as Sha256 };
}
