import type { PDFPage } from '@cantoo/pdf-lib';
import { ADDRESS_REACH, ADDRESS_WINDOW, type Area, grow } from '../../domain/inspection';
import { type Sheet, areaOf, sheetOf } from './page-boxes';
import type { Handle, Pdfium } from './pdfium/pdfium';
import { type Character, type PageText, readText } from './pdfium/read-text';
import { type Picture, lookAtPage } from './pdfium/render-page';
import { wholeSheet } from './printable-area';
import { wordsIn } from './words-in';
import { type Word, wordsOf } from './words-of-page';

/** A page that is read when it is first asked for. */
export interface OpenPage {
  readonly page: PDFPage;
  /** From 0. */
  readonly index: number;
  readonly sheet: Sheet;
  readonly text: () => PageText;
  /** Looks at all of its paper. */
  readonly look: <Value>(look: (picture: Picture) => Value) => Value;
}

export function openPage(pdfium: Pdfium, document: Handle, page: PDFPage, index: number): OpenPage {
  let read: PageText | undefined;
  const sheet = sheetOf(page);
  return {
    page,
    index,
    sheet,
    text: () => (read ??= readText(pdfium, document, index)),
    look: (look) => lookAtPage(pdfium, document, wholeSheet(index, sheet), look),
  };
}

/** Millimetres that a box may lack where numbers were rounded. */
const ROUNDED = 0.05;

const contains = (whole: Area, part: Area): boolean =>
  whole.left <= part.left + ROUNDED &&
  whole.right >= part.right - ROUNDED &&
  whole.top <= part.top + ROUNDED &&
  whole.bottom >= part.bottom - ROUNDED;

interface AddressWords {
  /** Those that reach into the window or come near it. */
  readonly shown: readonly Word[];
  /** Those inside it under a white box over the whole of it: nobody sees them. */
  readonly hidden: readonly Word[];
}

/** The words in and around the address window. Those under a white box are not read: so what we have stamped over can come in again. */
export function addressWordsOn({ text, sheet }: OpenPage): AddressWords {
  const { characters, whiteBoxes } = text();
  const covers = whiteBoxes.filter(({ box }) => contains(areaOf(box, sheet, 'shown'), ADDRESS_WINDOW));
  const isShown = ({ object }: Character): boolean => covers.every(({ place }) => object >= place);
  const hidden = covers.length > 0 ? wordsOf(characters.filter((character) => !isShown(character))) : [];
  return {
    shown: wordsIn(grow(ADDRESS_WINDOW, ADDRESS_REACH), wordsOf(characters.filter(isShown)), sheet),
    hidden: hidden.filter(({ box }) => contains(ADDRESS_WINDOW, areaOf(box, sheet, 'shown'))),
  };
}
