import type { InspectedLetter, InspectionNote } from '../../domain/inspection';
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
 * and, for a letter abroad, postage: from here on only these bytes may be printed. A test letter gets its PDF too but no
 * paper: 0 sheets (domain §8). Gives back what is noted of a good letter. Faults of the stores throw.
 */
export function createPrepareLetter(dependencies: Dependencies) {
  const { letters, objects, scanner, inspector } = dependencies;
  const { refuse, infected, giveUp, delivered } = createEndings(dependencies);
  const keepPdf = createKeepPdf(dependencies);

  async function keep(letter: PendingPrecompiledLetter, { pdf, pages, address, notes }: InspectedLetter) {
    const postage = postageTo(address.zone, letter.postage);
    const kept = await keepPdf({ ...letter, postage }, Buffer.from(pdf), pages);
    const moved = await letters.prepared(letter.id, kept, { ...address, postage });
    if (moved && letter.keyKind === 'test') delivered(letter);
    return notes;
  }

  async function judge(letter: PendingPrecompiledLetter, pdf: Buffer): Promise<readonly InspectionNote[]> {
    const scan = await scanner?.scan(pdf);
    if (scan?.kind === 'infected') {
      await infected(letter, scan.signature);
      return [];
    }
    const inspection = await inspector.inspect(pdf, { kind: 'letter', international: letter.international });
    switch (inspection.kind) {
      case 'letter':
        return keep(letter, inspection);
      case 'refused':
        await refuse(letter, inspection.failure, inspection);
        return [];
      case 'attachment':
        throw new Error('A letter was inspected as an attachment');
      default:
        return assertNever(inspection);
    }
  }

  return async (letter: PendingPrecompiledLetter): Promise<readonly InspectionNote[]> => {
    const pdf = await objects.get(letter.incomingKey);
    if (pdf && sha256Of(pdf) === letter.incomingSha256) return judge(letter, pdf);
    await giveUp(letter, pdf ? 'its PDF is not the one that was accepted' : 'its PDF is missing');
    return [];
  };
}
