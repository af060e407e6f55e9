import type { InspectedLetter } from '../../domain/inspection';
import type { PendingPrecompiledLetter } from '../../domain/letter';
import { postageTo } from '../../domain/postage';
import { assertNever } from '../../domain/result';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';
import { createEndings } from './endings';
import { createKeepPdf } from './keep-pdf';

type Dependencies = Pick<
  ActivityDependencies,
  'letters' | 'objects' | 'scanner' | 'inspector' | 'tickets' | 'log' | 'settings'
>;

/**
 * Judges an accepted PDF, stores the bytes that were judged under its print key and fixes key, hash, size, sheets, address
 * and, for a letter abroad, postage: from here on only these bytes may be printed. A test letter gets its PDF too but no paper: 0 sheets (domain §8). Faults of the stores throw.
 */
export function createPrepareLetter(dependencies: Dependencies) {
  const { letters, objects, scanner, inspector } = dependencies;
  const { refuse, infected, giveUp, delivered } = createEndings(dependencies);
  const keepPdf = createKeepPdf(dependencies);

  async function keep(letter: PendingPrecompiledLetter, { pdf, pages, address }: InspectedLetter): Promise<void> {
    const postage = postageTo(address.zone, letter.postage);
    const kept = await keepPdf({ ...letter, postage }, Buffer.from(pdf), pages);
    const moved = await letters.prepared(letter.id, kept, { ...address, postage });
    if (moved && letter.keyKind === 'test') delivered(letter);
  }

  return async (letter: PendingPrecompiledLetter): Promise<void> => {
    const pdf = await objects.get(letter.incomingKey);
    if (!pdf) return giveUp(letter, 'its PDF is missing');
    if (sha256Of(pdf) !== letter.incomingSha256) return giveUp(letter, 'its PDF is not the one that was accepted');
    const scan = await scanner?.scan(pdf);
    if (scan?.kind === 'infected') return infected(letter, scan.signature);
    const inspection = await inspector.inspect(pdf, { kind: 'letter', international: letter.international });
    switch (inspection.kind) {
      case 'letter':
        return keep(letter, inspection);
      case 'refused':
        return refuse(letter, inspection.failure, inspection);
      case 'attachment':
        throw new Error('A letter was inspected as an attachment');
      default:
        return assertNever(inspection);
    }
  };
}
