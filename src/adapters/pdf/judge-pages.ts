import type { PDFPage } from '@cantoo/pdf-lib';
import {
  ADDRESS_REACH,
  ADDRESS_WINDOW,
  type Area,
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
import { type Sheet, areaOf, shapeOf, sheetOf } from './page-boxes';
import type { Handle, Pdfium } from './pdfium/pdfium';
import { type PageText, readText } from './pdfium/read-text';
import { lookAtPage } from './pdfium/render-page';
import { isMarkedOutside, wholeSheet } from './printable-area';
import { linesIn } from './words-in';
import { wordsOf } from './words-of-page';

/** A PDF that we have written, as both of our readers have opened it. */
export interface OpenPdf {
  readonly pages: readonly PDFPage[];
  readonly pdfium: Pdfium;
  readonly document: Handle;
}

interface OpenPage extends Omit<OpenPdf, 'pages'> {
  readonly page: PDFPage;
  /** From 0. */
  readonly index: number;
  readonly sheet: Sheet;
  /** Read when it is first asked for. */
  readonly text: () => PageText;
}

/** Millimetres that a box may lack where numbers were rounded. */
const ROUNDED = 0.05;

const contains = (whole: Area, part: Area): boolean =>
  whole.left <= part.left + ROUNDED &&
  whole.right >= part.right - ROUNDED &&
  whole.top <= part.top + ROUNDED &&
  whole.bottom >= part.bottom - ROUNDED;

/** Words under a white box over the whole window are not read: nobody sees them, and so what we have stamped can come in again. */
function addressOn({ text, sheet }: OpenPage): readonly string[] {
  const { characters, whiteBoxes } = text();
  const covers = whiteBoxes.filter(({ box }) => contains(areaOf(box, sheet, 'shown'), ADDRESS_WINDOW));
  const shown = characters.filter(({ object }) => covers.every(({ place }) => object >= place));
  return linesIn(grow(ADDRESS_WINDOW, ADDRESS_REACH), wordsOf(shown), sheet);
}

/** The printer looks for the tag in the text of the file, so one that is covered counts as well. */
const hasTag = ({ text, sheet }: OpenPage): boolean =>
  linesIn(TAG_AREA, wordsOf(text().characters), sheet).join('\n') === TAG;

function isPrintedOutside({ page, pdfium, document, index, sheet }: OpenPage, as: InspectedAs): boolean {
  const areas = printableAreas(index + 1, as);
  if (hasBordersOutside(page, sheet, areas)) return true;
  return lookAtPage(pdfium, document, wholeSheet(index, sheet), (picture) => isMarkedOutside(picture, areas));
}

type IsAtFault = (page: OpenPage, as: InspectedAs) => boolean;

/** What can be wrong with a page, in the order in which GOV.UK Notify looks: each of all pages before the next. */
const PAGE_CHECKS: readonly (readonly [InspectionFailure, IsAtFault])[] = [
  ['letter-not-a4-portrait-oriented', ({ sheet }) => !isA4Portrait(shapeOf(sheet))],
  ['content-outside-printable-area', isPrintedOutside],
  ['notify-tag-found-in-content', (page, { kind }) => (kind === 'attachment' || page.index > 0) && hasTag(page)],
];

/** What stands on page 1 of a letter; on an attachment nothing is looked for. */
export interface FirstPage {
  readonly address: LetterAddress | null;
  readonly isTagged: boolean;
}

function judgeFirst(page: OpenPage | undefined, as: InspectedAs): Result<FirstPage, Fault> {
  if (!page || as.kind === 'attachment') return ok({ address: null, isTagged: false });
  const address = judgeAddress(addressOn(page), as);
  if (!address.ok) return refused({ failure: address.error, pagesAtFault: [1] });
  return ok({ address: address.value, isTagged: hasTag(page) });
}

function openPage(open: Omit<OpenPdf, 'pages'>, page: PDFPage, index: number): OpenPage {
  let read: PageText | undefined;
  const text = (): PageText => (read ??= readText(open.pdfium, open.document, index));
  return { ...open, page, index, sheet: sheetOf(page), text };
}

/** The first failure of a PDF that we have written, with the pages at fault; or what its first page says. */
export function judgePages({ pages, ...open }: OpenPdf, as: InspectedAs): Result<FirstPage, Fault> {
  const opened = pages.map((page, index) => openPage(open, page, index));
  for (const [failure, isAtFault] of PAGE_CHECKS) {
    const atFault = opened.filter((page) => isAtFault(page, as));
    if (atFault.length > 0) return refused({ failure, pagesAtFault: atFault.map(({ index }) => index + 1) });
  }
  return judgeFirst(opened[0], as);
}
