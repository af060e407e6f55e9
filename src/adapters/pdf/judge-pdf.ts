import { PDFDocument } from '@cantoo/pdf-lib';
import { ADDRESS_WINDOW, type InspectedAs, type Inspection, type InspectionNote } from '../../domain/inspection';
import { notesOf } from './inspection-notes';
import { type FirstPage, judgePages } from './judge-pages';
import { onWhole } from './page-boxes';
import { isBroken } from './pdfium/load-pdfium';
import type { Pdfium } from './pdfium/pdfium';
import { lookAtPage } from './pdfium/render-page';
import { withDocument } from './pdfium/with-document';
import { isMarkedInside, wholeSheet } from './printable-area';
import { refuseFile } from './refusals';
import { type RewrittenPdf, rewritePdf } from './rewrite-pdf';
import { stampLetter } from './stamp-letter';
import type { StampedPdf } from './stamp-pdf';

const NOTE_OF_ADDRESS: Readonly<Record<StampedPdf['address'], InspectionNote | undefined>> = {
  written: undefined,
  'written over': 'address-words-kept',
  kept: 'address-not-written',
};

/** White and invisible words are an address where we write them anew; where we cannot, people must see them as they are. */
const showsAddress = (pdfium: Pdfium, pdf: Uint8Array, { sheet }: FirstPage): boolean =>
  withDocument(pdfium, pdf, (document) =>
    lookAtPage(pdfium, document, wholeSheet(0, sheet), (picture) =>
      isMarkedInside(picture, onWhole(ADDRESS_WINDOW, sheet)),
    ),
  );

async function judgeRewritten(pdfium: Pdfium, { bytes, pages }: RewrittenPdf, as: InspectedAs): Promise<Inspection> {
  const document = await PDFDocument.load(bytes, { throwOnInvalidObject: true, updateMetadata: false });
  const judged = withDocument(pdfium, bytes, (handle) =>
    judgePages({ pages: document.getPages(), pdfium, document: handle }, as),
  );
  if (!judged.ok) return { kind: 'refused', pages, because: null, ...judged.error };
  const notes = notesOf(document.context);
  const first = judged.value;
  if (!first) return { kind: 'attachment', pdf: bytes, pages, notes };
  const stamped = await stampLetter(pdfium, bytes, first);
  if (stamped.address === 'kept' && !showsAddress(pdfium, bytes, first)) {
    return { kind: 'refused', pages, because: null, failure: 'address-is-empty', pagesAtFault: [1] };
  }
  const note = NOTE_OF_ADDRESS[stamped.address];
  return { kind: 'letter', pdf: stamped.bytes, pages, address: first.address, notes: note ? [...notes, note] : notes };
}

/**
 * Writes a PDF anew, judges the bytes that were written by the rules of `domain/inspection.ts`, and stamps a good letter:
 * what came in is never printed. Runs in the child: the file may be made to break its reader. Throws only where PDFium has
 * given up, and nothing more can be asked of it.
 */
export async function judgePdf(pdfium: Pdfium, pdf: Uint8Array, as: InspectedAs): Promise<Inspection> {
  const rewritten = await rewritePdf(pdf);
  if (!rewritten.ok) return refuseFile(rewritten.error);
  try {
    return await judgeRewritten(pdfium, rewritten.value, as);
  } catch (error) {
    if (isBroken(error)) throw error;
    return refuseFile('is damaged'); // whatever the libraries make of hostile bytes and of too little memory
  }
}
