import type { Batch, SealedZip } from '../../domain/batch';
import type { LetterToPrint } from '../../domain/letter';
import { zipContentText, zipNameOf } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import { sealedZipOf } from '../batch/batch-row';
import { sha256Of } from '../digest';
import { finalFailure } from '../failures';

/** What sealing fixed, with the letters that travel. */
export interface SealedBatch {
  readonly zip: SealedZip;
  readonly letters: readonly LetterToPrint[];
}

type Dependencies = Pick<ActivityDependencies, 'batches'>;

export async function readSealed({ batches }: Dependencies, batch: Batch): Promise<SealedBatch> {
  return { zip: sealedZipOf(batch), letters: await batches.letters(batch.id) };
}

const distinct = (values: readonly string[]): number => new Set(values).size;

/**
 * What must hold before a zip may appear at the printer, asked again each time (publish-protocol §8: I2 no letter twice,
 * I3 the content that was sealed, I4 one service and class). Stops this batch for a person rather than go on wrong:
 * throws Final.
 */
export function createSealedCheck({ batches }: Dependencies) {
  return async (batch: Batch, { zip, letters }: SealedBatch): Promise<void> => {
    const must = (holds: boolean, rule: string) => {
      if (!holds) throw finalFailure(`Batch ${batch.id} may not be published: ${rule}`);
    };
    const { elsewhere } = await batches.standing(batch.id);
    must(elsewhere === 0, `I2, ${elsewhere} of its letters stand in another batch`);
    must(distinct(letters.map(({ id }) => id)) === zip.letters, 'I2, its letters are not those that were sealed');
    const nameOfContent = zipNameOf(batch, sha256Of(zipContentText(letters)), ''); // the prefix may have changed since
    must(zip.zipName.endsWith(nameOfContent), 'I3, its letters or their hashes are not those that were sealed');
    const fitting = letters.every((letter) => letter.serviceId === batch.serviceId && letter.postage === batch.postage);
    must(fitting, 'I4, it mixes services or classes');
  };
}
