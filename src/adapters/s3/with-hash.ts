import { createHash } from 'node:crypto';
import { type Readable, Transform, pipeline } from 'node:stream';
import type { Sha256 } from '../../domain/letter';

/** Passes the bytes through and fails at the end unless they have this hash, so that nothing else is ever stored under it. */
export function withHash(key: string, body: Readable, expected: Sha256): Readable {
  const hash = createHash('sha256');
  const checked = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
    flush(done) {
      const received = hash.digest('hex');
      done(received === expected ? null : new Error(`${key} was to have the hash ${expected}, but ${received} came`));
    },
  });
  pipeline(body, checked, () => undefined); // an error is told by `checked`
  return checked;
}
