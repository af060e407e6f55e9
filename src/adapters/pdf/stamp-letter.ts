import type { FirstPage } from './judge-pages';
import type { Pdfium } from './pdfium/pdfium';
import { showsOnlyStamp } from './shows-only-stamp';
import { type StampedPdf, stampPdf } from './stamp-pdf';
import { isBlank } from './words-of-page';

/**
 * Stamps a judged letter of ours. The words that were read as its address leave the file, and then page 1 is read and drawn once
 * more: where it shows anything else than before and the stamp, or lacks anything else than these words, they stay and are
 * written over.
 */
export async function stampLetter(pdfium: Pdfium, pdf: Uint8Array, first: FirstPage): Promise<StampedPdf> {
  const { address, isTagged, leaving, staying } = first;
  const stamp = { addressLines: address.lines, tag: !isTagged };
  const gone = leaving.flatMap(({ characters }) => characters).filter(({ text }) => !isBlank(text));
  const stamped = await stampPdf(pdf, { ...stamp, words: { leaving: gone, staying } });
  if (stamped.address !== 'written' || showsOnlyStamp(pdfium, { before: pdf, after: stamped.bytes }, first))
    return stamped;
  return stampPdf(pdf, stamp);
}
