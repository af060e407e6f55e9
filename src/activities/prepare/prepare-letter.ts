import { type LetterStatus, type PendingPrecompiledLetter, sheetsOf } from '../../domain/letter';
import { printKeyOf } from '../../domain/names';
import { assertNever } from '../../domain/result';
import { ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'objects' | 'inspector' | 'tickets' | 'log' | 'settings'>;

/**
 * Judges an accepted PDF, stores it under its print key and fixes key, hash, size and sheets: from here on only these
 * bytes may be printed. A test letter gets its PDF too but no paper: 0 sheets (domain §8). Faults of the stores throw.
 */
export function createPrepareLetter(dependencies: Dependencies) {
  const { letters, objects, inspector, tickets, log, settings } = dependencies;

  function logFinal({ id }: PendingPrecompiledLetter, status: LetterStatus): void {
    log.info({ letterId: id, status }, 'letter final');
  }

  /** The ticket first: a worker that dies before the move finds the letter again, and the ticket stands. */
  async function giveUp(letter: PendingPrecompiledLetter, failure: string): Promise<void> {
    await tickets.raise({
      kind: 'letter-unpreparable',
      dedupKey: ticketKeys.letterUnpreparable(letter.id),
      subject: 'An accepted letter cannot be prepared',
      message: `Letter ${letter.id}, reference ${letter.reference}: ${failure}. It is in technical-failure and was not printed.`,
    });
    if (await letters.rejected(letter.id, 'technical-failure', failure)) logFinal(letter, 'technical-failure');
  }

  async function keep(letter: PendingPrecompiledLetter, pdf: Buffer, pages: number): Promise<void> {
    const { id, keyKind, printDay: day, reference, postage, createdAt } = letter;
    const printKey = printKeyOf({ prefix: settings.filePrefix, day, reference, postage, createdAt });
    await objects.put(printKey, pdf, 'application/pdf');
    const sheets = keyKind === 'test' ? 0 : sheetsOf(pages);
    const moved = await letters.prepared(id, { printKey, sha256: letter.incomingSha256, bytes: pdf.length, sheets });
    if (moved && keyKind === 'test') logFinal(letter, 'delivered');
  }

  return async (letter: PendingPrecompiledLetter): Promise<void> => {
    const pdf = await objects.get(letter.incomingKey);
    if (!pdf) return giveUp(letter, 'its PDF is missing');
    if (sha256Of(pdf) !== letter.incomingSha256) return giveUp(letter, 'its PDF is not the one that was accepted');
    const inspection = await inspector.inspect(pdf);
    switch (inspection.kind) {
      case 'letter':
        return keep(letter, pdf, inspection.pages);
      case 'refused':
        if (await letters.rejected(letter.id, 'validation-failed', inspection.reason)) {
          logFinal(letter, 'validation-failed');
        }
        return undefined;
      default:
        return assertNever(inspection);
    }
  };
}
