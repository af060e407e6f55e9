import type { Sha256 } from '../../domain/letter';

/** A file in the printer's outbox as one look finds it. */
export interface OutboxFile {
  readonly name: string;
  readonly bytes: number;
  readonly modifiedAt: Date;
}

/** A file that nobody has touched for so long is whole even without a newline at its end. */
const UNCHANGED_MS = 15 * 60_000;

/** Changes with the file, as far as a listing tells. */
export const identityOf = ({ name, bytes, modifiedAt }: OutboxFile): string =>
  `${name}|${bytes}|${modifiedAt.getTime()}`;

/**
 * Which files have stopped growing (domain §6). Remembers looks in memory, by our own clock alone: the printer's may be
 * wrong. A worker that restarts only waits a little longer.
 */
export function createSettledFiles(settleSeconds: number) {
  let firstSeen = new Map<string, number>();
  const done = new Map<string, Sha256>();

  return {
    /** Files unchanged for long enough and not yet done; `whole` when the missing newline no longer matters. */
    look(listing: readonly OutboxFile[], now: Date): { readonly file: OutboxFile; readonly whole: boolean }[] {
      const identities = listing.map(identityOf);
      firstSeen = new Map(identities.map((identity) => [identity, firstSeen.get(identity) ?? now.getTime()]));
      for (const identity of done.keys()) if (!firstSeen.has(identity)) done.delete(identity);
      return listing.flatMap((file) => {
        const identity = identityOf(file);
        const unchangedMs = now.getTime() - (firstSeen.get(identity) ?? now.getTime());
        if (done.has(identity) || unchangedMs < settleSeconds * 1000) return [];
        return [{ file, whole: unchangedMs >= UNCHANGED_MS }];
      });
    },

    /** Its bytes are kept and registered: no need to read it again. */
    markDone(file: OutboxFile, sha256: Sha256): void {
      done.set(identityOf(file), sha256);
    },

    isDone: (file: OutboxFile): boolean => done.has(identityOf(file)),

    /** Their bytes were kept and are lost: they are read again. */
    forget(lost: readonly Sha256[]): void {
      for (const [identity, sha256] of done) if (lost.includes(sha256)) done.delete(identity);
    },
  };
}
