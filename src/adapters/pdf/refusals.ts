import type { RefusedPdf } from '../../domain/inspection';
import { MOST_PAGES } from '../../domain/letter';
import type { PdfRefusal } from '../../domain/pdf-refusal';

/** A file that is not looked at page by page. */
export function refuseFile(because: PdfRefusal): RefusedPdf {
  const refusal = { kind: 'refused', pagesAtFault: [], because } as const;
  return because === 'has too many pages'
    ? { ...refusal, failure: 'letter-too-long', pages: MOST_PAGES + 1 } // no more of them are counted
    : { ...refusal, failure: 'unable-to-read-the-file', pages: null };
}
