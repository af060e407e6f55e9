import type { PendingPrecompiledLetter } from '../../domain/letter';
import { assertNever } from '../../domain/result';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';
import { createEndings } from './endings';
import { createKeepPdf } from './keep-pdf';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'objects' | 'inspector' | 'tickets' | 'log' | 'settings'>;

/**
 * Judges an accepted PDF, stores it under its print key and fixes key, hash, size and sheets: from here on only these
 * bytes may be printed. A test letter gets its PDF too but no paper: 0 sheets (domain §8). Faults of the stores throw.
 */
export function createPrepareLetter(dependencies: Dependencies) {
  const { letters, objects, inspector } = dependencies;
  const { refuse, giveUp, delivered } = createEndings(dependencies);
  const keepPdf = createKeepPdf(dependencies);

  return async (letter: PendingPrecompiledLetter): Promise<void> => {
    const pdf = await objects.get(letter.incomingKey);
    if (!pdf) return giveUp(letter, 'its PDF is missing');
    if (sha256Of(pdf) !== letter.incomingSha256) return giveUp(letter, 'its PDF is not the one that was accepted');
    const inspection = await inspector.inspect(pdf);
    switch (inspection.kind) {
      case 'letter': {
        const moved = await letters.prepared(letter.id, await keepPdf(letter, pdf, inspection.pages));
        if (moved && letter.keyKind === 'test') delivered(letter);
        return undefined;
      }
      case 'refused':
        return refuse(letter, inspection.reason);
      default:
        return assertNever(inspection);
    }
  };
}
