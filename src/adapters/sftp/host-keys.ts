import { createHash } from 'node:crypto';

const FINGERPRINT = /^SHA256:[A-Za-z0-9+/]{43}$/;

/** As `ssh-keygen -lf` prints it. */
export const fingerprintOf = (hostKey: Buffer): string =>
  `SHA256:${createHash('sha256').update(hostKey).digest('base64').replace(/=+$/, '')}`;

/** ssh2 accepts any key of a server it is not told to check: without a pin nothing may start. Throws a plain reason. */
export function pinsFrom(fingerprints: readonly string[]): ReadonlySet<string> {
  if (fingerprints.length === 0) throw new Error('The printer has no pinned host key');
  const wrong = fingerprints.find((fingerprint) => !FINGERPRINT.test(fingerprint));
  if (wrong !== undefined) throw new Error(`Not a host key's fingerprint (SHA256:…): ${wrong}`);
  return new Set(fingerprints);
}
