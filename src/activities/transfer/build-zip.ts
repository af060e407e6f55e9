import { finished } from 'node:stream/promises';
import type { LetterId, LetterToPrint } from '../../domain/letter';
import { baseNameOf } from '../../domain/names';
import type { ObjectStore, Zipper } from '../../ports';
import { type Digest, digestOf, measured, sameDigest, sha256Of } from '../digest';
import type { Progress } from '../progress';

export interface UnfitLetter {
  readonly id: LetterId;
  readonly reason: 'PDF missing' | 'PDF changed';
}

/** `differs`: other bytes stand under the zip's key, which holds the content's hash: a person must look. */
export type BuiltZip =
  | { readonly kind: 'built'; readonly digest: Digest }
  | { readonly kind: 'unfit'; readonly letters: readonly UnfitLetter[] }
  | { readonly kind: 'differs' };

interface Dependencies {
  readonly objects: ObjectStore;
  readonly zipper: Zipper;
}

const fits = ({ sha256 }: LetterToPrint, body: Buffer | undefined): boolean =>
  body !== undefined && sha256Of(body) === sha256;

/** Builds the zip of these letters under its key, each body compared with the hash that *prepare* fixed. Faults throw. */
export function createZipBuild({ objects, zipper }: Dependencies) {
  /** Yields what fits until one does not; from then on only reads, to find all that must go, and throws at the end. */
  async function* fitEntries(letters: readonly LetterToPrint[], unfit: UnfitLetter[], progress: Progress) {
    const stored = letters.map(({ printKey, bytes }) => ({ key: printKey, bytes }));
    const found: UnfitLetter[] = [];
    let index = 0;
    for await (const { key, body } of objects.readAhead(stored, progress.signal)) {
      const letter = letters[index++];
      if (letter?.printKey !== key) throw new Error(`Read ${key} out of turn`);
      // A second look before the verdict: a download that was cut short must not cost a letter.
      const judged = fits(letter, body) ? body : await objects.get(key);
      if (!judged) found.push({ id: letter.id, reason: 'PDF missing' });
      else if (!fits(letter, judged)) found.push({ id: letter.id, reason: 'PDF changed' });
      else if (found.length === 0) yield { name: baseNameOf(key), body: judged };
      progress.bytes(letter.bytes);
    }
    if (index !== letters.length) throw new Error(`Read ${index} of ${letters.length} letters`);
    if (found.length === 0) return;
    unfit.push(...found);
    throw new Error(`${found.length} letters cannot travel`);
  }

  return async (key: string, letters: readonly LetterToPrint[], progress: Progress): Promise<BuiltZip> => {
    const unfit: UnfitLetter[] = [];
    const existing = await objects.head(key);
    const zip = measured(zipper.zip(fitEntries(letters, unfit, progress)));
    try {
      if (!existing) await objects.putStream(key, zip.stream, 'application/zip', progress.signal);
      else await finished(zip.stream.resume());
    } catch (error) {
      if (unfit.length > 0) return { kind: 'unfit', letters: unfit };
      throw error;
    }
    const digest = zip.digest();
    if (!existing) return { kind: 'built', digest };
    if (existing.bytes !== digest.bytes) return { kind: 'differs' };
    const stored = await digestOf(await objects.getStream(key), progress.bytes);
    return sameDigest(stored, digest) ? { kind: 'built', digest } : { kind: 'differs' };
  };
}
