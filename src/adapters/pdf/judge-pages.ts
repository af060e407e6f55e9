import type { PDFPage } from '@cantoo/pdf-lib';
import {
  type Fault,
  type InspectedAs,
  type InspectionFailure,
  type LetterAddress,
  TAG,
  TAG_AREA,
  isA4Portrait,
  judgeAddress,
  printableAreas,
} from '../../domain/inspection';
import { type Result, ok, refused } from '../../domain/result';
import { hasBordersOutside } from './annotation-borders';
import { type OpenPage, addressWordsOn, openPage } from './open-page';
import { type Sheet, shapeOf } from './page-boxes';
import type { Handle, Pdfium } from './pdfium/pdfium';
import type { Character } from './pdfium/read-text';
import { isMarkedOutside } from './printable-area';
import { linesOf, wordsIn } from './words-in';
import { type Word, isBlank, wordsOf } from './words-of-page';

/** A PDF that we have written, as both of our readers have opened it. */
export interface OpenPdf {
  readonly pages: readonly PDFPage[];
  readonly pdfium: Pdfium;
  readonly document: Handle;
}

/** Page 1 of a letter before it is stamped. */
export interface FirstPage {
  readonly address: LetterAddress;
  readonly isTagged: boolean;
  readonly sheet: Sheet;
  /** The words that are the address, and those that nobody sees in the window. */
  readonly leaving: readonly Word[];
  /** All other characters that are not blank, in the order in which they are drawn. */
  readonly staying: readonly Character[];
}

/** The printer looks for the tag in the text of the file, so one that is covered counts as well. */
const hasTag = ({ text, sheet }: OpenPage): boolean =>
  linesOf(wordsIn(TAG_AREA, wordsOf(text().characters), sheet)).join('\n') === TAG;

function isPrintedOutside({ page, index, sheet, look }: OpenPage, as: InspectedAs): boolean {
  const areas = printableAreas(index + 1, as);
  return hasBordersOutside(page, sheet, areas) || look((picture) => isMarkedOutside(picture, areas));
}

type IsAtFault = (page: OpenPage, as: InspectedAs) => boolean;

/** What can be wrong with a page, in the order in which GOV.UK Notify looks: each of all pages before the next. */
const PAGE_CHECKS: readonly (readonly [InspectionFailure, IsAtFault])[] = [
  ['letter-not-a4-portrait-oriented', ({ sheet }) => !isA4Portrait(shapeOf(sheet))],
  ['content-outside-printable-area', isPrintedOutside],
  ['notify-tag-found-in-content', (page, { kind }) => (kind === 'attachment' || page.index > 0) && hasTag(page)],
];

function judgeFirst(page: OpenPage | undefined, as: InspectedAs): Result<FirstPage | null, Fault> {
  if (!page || as.kind === 'attachment') return ok(null);
  const { shown, hidden } = addressWordsOn(page);
  const address = judgeAddress(linesOf(shown), as);
  if (!address.ok) return refused({ failure: address.error, pagesAtFault: [1] });
  const leaving = [...shown, ...hidden];
  const gone = new Set(leaving.flatMap(({ characters }) => characters));
  const staying = page.text().characters.filter((character) => !gone.has(character) && !isBlank(character.text));
  return ok({ address: address.value, isTagged: hasTag(page), sheet: page.sheet, leaving, staying });
}

/** The first failure of a PDF that we have written, with the pages at fault; or its first page, of letters alone. */
export function judgePages({ pages, ...open }: OpenPdf, as: InspectedAs): Result<FirstPage | null, Fault> {
  const opened = pages.map((page, index) => openPage(open.pdfium, open.document, page, index));
  for (const [failure, isAtFault] of PAGE_CHECKS) {
    const atFault = opened.filter((page) => isAtFault(page, as));
    if (atFault.length > 0) return refused({ failure, pagesAtFault: atFault.map(({ index }) => index + 1) });
  }
  return judgeFirst(opened[0], as);
}
