import { ParseSpeeds, PDFDocument } from '@cantoo/pdf-lib';
import type { InspectedAs, Inspection } from '../../domain/inspection';
import { MOST_PAGES } from '../../domain/letter';
import { countPages } from './count-pages';
import { checkInflatedBytes } from './inflated-bytes';
import { notesOf } from './inspection-notes';
import { judgePages } from './judge-pages';
import { isBroken } from './pdfium/load-pdfium';
import type { Pdfium } from './pdfium/pdfium';
import { withDocument } from './pdfium/with-document';
import { TOO_LONG, UNREADABLE } from './refusals';

const MOST_INFLATED_BYTES = 64 * 1024 * 1024;
const HEADER = '%PDF-';

/**
 * Judges a PDF by the rules of `domain/inspection.ts`. Runs in the child: the file may be made to break its reader. Throws
 * only where PDFium has given up, and nothing more can be asked of it.
 */
export async function judgePdf(pdfium: Pdfium, pdf: Uint8Array, as: InspectedAs): Promise<Inspection> {
  try {
    const start = Buffer.from(pdf.subarray(0, HEADER.length)).toString('latin1');
    if (start !== HEADER) return UNREADABLE; // where something stands before it, two readers may see two documents
    const document = await PDFDocument.load(pdf, {
      throwOnInvalidObject: true, // damaged objects would stay in silently
      updateMetadata: false,
      parseSpeed: ParseSpeeds.Fastest,
    });
    const pages = countPages(document.catalog, MOST_PAGES + 1);
    if (pages === 0) return UNREADABLE;
    if (pages > MOST_PAGES) return TOO_LONG;
    checkInflatedBytes(document.context, MOST_INFLATED_BYTES);
    const judgement = withDocument(pdfium, pdf, (handle) =>
      judgePages({ pages: document.getPages(), pdfium, document: handle }, as),
    );
    if (!judgement.ok) return { kind: 'refused', pages, ...judgement.error };
    const good = { pdf, pages, notes: notesOf(document.context) };
    const { address } = judgement.value;
    return address ? { kind: 'letter', address, ...good } : { kind: 'attachment', ...good };
  } catch (error) {
    if (isBroken(error)) throw error;
    return UNREADABLE; // whatever the library makes of hostile bytes, of encryption and of too little memory
  }
}
