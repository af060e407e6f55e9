import { type Batch, isOver } from '../../domain/batch';
import type { LetterToPrint } from '../../domain/letter';
import { zipContentText, zipKeyOf, zipNameOf } from '../../domain/names';
import type { SealOutcome, TransferActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch, park } from '../batch/batch-row';
import { createZipBuild } from './build-zip';
import { sha256Of } from '../digest';
import { createDropLetters } from './drop-letters';
import { trackProgress } from '../progress';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'objects' | 'zipper' | 'tickets' | 'log' | 'settings'>;

function outcomeOf({ state }: Batch): SealOutcome {
  if (state === 'empty') return { kind: 'empty' };
  return { kind: isOver(state) ? 'over' : 'sealed' };
}

/**
 * Zips a claimed batch into the object store and fixes letters, name and bytes for ever (design §8). Letters whose PDF is
 * missing or changed are dropped first, and zipping starts again. Two attempts at once build the same bytes under the
 * same key; one compare-and-set wins, the other reads the winner's row.
 */
export function createSealBatch(dependencies: Dependencies): TransferActivities['sealBatch'] {
  const { batches, settings } = dependencies;
  const buildZip = createZipBuild(dependencies);
  const dropLetters = createDropLetters(dependencies);

  async function tryToSeal(batch: Batch, letters: readonly LetterToPrint[]): Promise<SealOutcome | undefined> {
    const zipName = zipNameOf(batch, sha256Of(zipContentText(letters)), settings.filePrefix);
    const built = await buildZip(zipKeyOf(batch.day, zipName), letters, trackProgress());
    switch (built.kind) {
      case 'unfit':
        await dropLetters(batch, built.letters);
        return undefined;
      case 'differs':
        return park(batches, batch.id, 'zip-differs');
      case 'built': {
        const { bytes, sha256 } = built.digest;
        await batches.seal(batch.id, batch.version, { zipName, sha256, bytes, letters: letters.length });
        return undefined;
      }
    }
  }

  return async ({ batchId }) => {
    for (;;) {
      // The row before its letters: a drop in between raises the version, and sealing with the old one fails.
      const batch = await findBatch(batches, batchId);
      if (batch.state !== 'claimed') return outcomeOf(batch);
      const letters = await batches.letters(batchId);
      if (letters.length === 0) await batches.advance(batchId, 'claimed', 'empty');
      else {
        const outcome = await tryToSeal(batch, letters);
        if (outcome) return outcome;
      }
    }
  };
}
