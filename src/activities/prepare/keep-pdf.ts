import { type PendingLetter, type PreparedPdf, sheetsOf } from '../../domain/letter';
import { printKeyOf } from '../../domain/names';
import type { ActivityDependencies } from '../dependencies';
import { sha256Of } from '../digest';

/** Stores the bytes to print under the letter's print key; again, and they are the same there. A test letter needs no paper. */
export function createKeepPdf({ objects, settings }: Pick<ActivityDependencies, 'objects' | 'settings'>) {
  return async (letter: PendingLetter, pdf: Buffer, pages: number): Promise<PreparedPdf> => {
    const { keyKind, printDay: day, reference, postage, createdAt } = letter;
    const printKey = printKeyOf({ prefix: settings.filePrefix, day, reference, postage, createdAt });
    await objects.put(printKey, pdf, 'application/pdf');
    return {
      printKey,
      sha256: sha256Of(pdf),
      bytes: pdf.length,
      pages,
      sheets: keyKind === 'test' ? 0 : sheetsOf(pages),
    };
  };
}
