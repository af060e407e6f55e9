import { ParseSpeeds, PDFDocument } from '@cantoo/pdf-lib';
import { type Inspection, MOST_PAGES } from '../../domain/letter';
import { countPages } from './count-pages';
import { checkInflatedBytes } from './inflated-bytes';
import { TOO_LONG, UNREADABLE } from './verdicts';

const MOST_INFLATED_BYTES = 64 * 1024 * 1024;
const HEADER = '%PDF-';

/** Judges a PDF by its pages and by whether it can be read at all. Runs in the child: the file may be made to break its reader. */
export async function judgePdf(pdf: Uint8Array): Promise<Inspection> {
  try {
    const start = Buffer.from(pdf.subarray(0, HEADER.length)).toString('latin1');
    if (start !== HEADER) return UNREADABLE; // where something stands before it, two readers may see two documents
    const { catalog, context } = await PDFDocument.load(pdf, {
      throwOnInvalidObject: true, // damaged objects would stay in silently
      updateMetadata: false,
      parseSpeed: ParseSpeeds.Fastest,
    });
    const pages = countPages(catalog, MOST_PAGES + 1);
    if (pages === 0) return UNREADABLE;
    if (pages > MOST_PAGES) return TOO_LONG;
    checkInflatedBytes(context, MOST_INFLATED_BYTES);
    return { kind: 'letter', pages };
  } catch {
    return UNREADABLE; // whatever the library makes of hostile bytes, of encryption and of too little memory
  }
}
