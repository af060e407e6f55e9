import type { PDFPage } from '@cantoo/pdf-lib';
import {
  ADDRESS_REACH,
  ADDRESS_WINDOW,
  type Fault,
  type InspectedAs,
  type InspectionFailure,
  type LetterAddress,
  TAG,
  TAG_AREA,
  grow,
  isA4Portrait,
  judgeAddress,
  printableAreas,
} from '../../domain/inspection';
import { type Result, ok, refused } from '../../domain/result';
import { hasBordersOutside } from './annotation-borders';
import { cropBoxOf, mediaBoxOf, shapeOf } from './page-boxes';
import type { Handle, Pdfium } from './pdfium/pdfium';
import { readCharacters } from './pdfium/read-characters';
import { lookAtPage } from './pdfium/render-page';
import { isMarkedOutside } from './printable-area';
import { linesIn } from './words-in';
import { wordsOf } from './words-of-page';

/** A PDF as both of our readers have opened it. */
export interface OpenPdf {
  readonly pages: readonly PDFPage[];
  readonly pdfium: Pdfium;
  readonly document: Handle;
}

/** At 150 even the smallest print is seen; at 100 marks up to 0.2 mm over an edge are not. */
const DOTS_PER_INCH = 200;

function linesOf({ pages, pdfium, document }: OpenPdf, index: number, area: typeof TAG_AREA): readonly string[] {
  const page = pages[index];
  return page ? linesIn(area, wordsOf(readCharacters(pdfium, document, index)), cropBoxOf(page)) : [];
}

const hasTag = (open: OpenPdf, index: number): boolean => linesOf(open, index, TAG_AREA).join('\n') === TAG;

function isPrintedOutside({ pages, pdfium, document }: OpenPdf, index: number, as: InspectedAs): boolean {
  const page = pages[index];
  if (!page) return false;
  const areas = printableAreas(index + 1, as);
  const box = mediaBoxOf(page);
  if (hasBordersOutside(page, areas)) return true;
  return lookAtPage(pdfium, document, { index, box, dotsPerInch: DOTS_PER_INCH }, (picture) =>
    isMarkedOutside(picture, box, areas),
  );
}

type PageCheck = (open: OpenPdf, index: number, as: InspectedAs) => boolean;

/** What can be wrong with a page, in the order in which GOV.UK Notify looks; each of all pages before the next. */
const PAGE_CHECKS: readonly (readonly [InspectionFailure, PageCheck])[] = [
  [
    'letter-not-a4-portrait-oriented',
    ({ pages }, index) => pages.some((page, at) => at === index && !isA4Portrait(shapeOf(page))),
  ],
  ['content-outside-printable-area', isPrintedOutside],
  [
    'notify-tag-found-in-content',
    (open, index, { kind }) => (kind === 'attachment' || index > 0) && hasTag(open, index),
  ],
];

/** What stands on page 1 of a letter: nothing of it on an attachment. */
export interface FirstPage {
  readonly address: LetterAddress | null;
  readonly isTagged: boolean;
}

/** The first failure of a PDF that can be read and has no more pages than it may, with the pages at fault; or what its first page says. */
export function judgePages(open: OpenPdf, as: InspectedAs): Result<FirstPage, Fault> {
  for (const [failure, isAtFault] of PAGE_CHECKS) {
    const pagesAtFault = open.pages.map((_, index) => index).filter((index) => isAtFault(open, index, as));
    if (pagesAtFault.length > 0) return refused({ failure, pagesAtFault: pagesAtFault.map((index) => index + 1) });
  }
  if (as.kind === 'attachment') return ok({ address: null, isTagged: false });
  const address = judgeAddress(linesOf(open, 0, grow(ADDRESS_WINDOW, ADDRESS_REACH)), as);
  return address.ok
    ? ok({ address: address.value, isTagged: hasTag(open, 0) })
    : refused({ failure: address.error, pagesAtFault: [1] });
}
