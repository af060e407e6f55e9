/** What a letter's PDF must be, so that the printer prints it and the post finds its reader: the rules and words of GOV.UK Notify (alphagov/notifications-template-preview, precompiled). */
import { ADDRESS_PROBLEMS, type AddressAllowances, type AddressProblem, readAddress } from './address';
import type { Zone } from './country';
import type { PdfRefusal } from './pdf-refusal';
import { type Result, ok } from './result';

/** Millimetres from the top left corner of a page. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A4, upright. */
export const PAPER = { width: 210, height: 297 } as const;
const SIZE_TOLERANCE = 2;

/** How a page says that it is to be shown. */
export interface PageShape {
  /** Millimetres, before it is turned. */
  readonly width: number;
  readonly height: number;
  /** Degrees, as they are written. */
  readonly rotation: number;
}

const isNear = (length: number, wanted: number): boolean => Math.abs(length - wanted) <= SIZE_TOLERANCE;

/** Whether a page comes out as A4 upright; a whole turn or one that counts backwards is not understood by every printer. */
export function isA4Portrait({ width, height, rotation }: PageShape): boolean {
  switch (rotation) {
    case 0:
    case 180:
      return isNear(width, PAPER.width) && isNear(height, PAPER.height);
    case 90:
    case 270:
      return isNear(width, PAPER.height) && isNear(height, PAPER.width);
    default:
      return false;
  }
}

/** What shows through the envelope. */
export const ADDRESS_WINDOW: Area = { left: 24.6, right: 120, top: 39.5, bottom: 66.3 };
/** Words that reach into the window or stand this near to it are read as the address. */
export const ADDRESS_REACH = 3;

const FIRST_PAGE: readonly Area[] = [
  { left: 15, right: 195, top: 95, bottom: 292 }, // body
  { left: 125, right: 195, top: 5, bottom: 95 }, // the service's own address
  { left: 15, right: 125, top: 5, bottom: 30 }, // logo
  ADDRESS_WINDOW,
];
const OTHER_PAGE: readonly Area[] = [{ left: 15, right: 195, top: 5, bottom: 292 }];

/** What is inspected: a letter begins with an address, an attachment is put behind a letter. */
export type InspectedAs = ({ readonly kind: 'letter' } & AddressAllowances) | { readonly kind: 'attachment' };

/** Where a page, the first one being 1, may be printed on. */
export const printableAreas = (page: number, { kind }: InspectedAs): readonly Area[] =>
  kind === 'letter' && page === 1 ? FIRST_PAGE : OTHER_PAGE;

/** How far marks may reach over the edge of an area: renderers soften edges. */
export const PRINTABLE_GRACE = 1;

export const grow = ({ left, right, top, bottom }: Area, by: number): Area => ({
  left: left - by,
  right: right + by,
  top: top - by,
  bottom: bottom + by,
});

/** By this word the printer finds the start of each letter, so it stands on page 1 and nowhere else. */
export const TAG = 'NOTIFY';
/** All that stands here must be the tag and nothing else. */
export const TAG_AREA: Area = { left: 0, right: 15.191, top: 0, bottom: 6.149 };

const FILE_PROBLEMS = ['unable-to-read-the-file', 'letter-too-long'] as const;
const PAGE_PROBLEMS = [
  'letter-not-a4-portrait-oriented',
  'content-outside-printable-area',
  'notify-tag-found-in-content',
] as const;

/** Why a PDF is refused, in the order in which it is looked at: the first failure counts. */
export const INSPECTION_FAILURES = [...FILE_PROBLEMS, ...PAGE_PROBLEMS, ...ADDRESS_PROBLEMS] as const;
export type InspectionFailure = (typeof INSPECTION_FAILURES)[number];

/** The address that a letter travels to. */
export interface LetterAddress {
  /** Normalised. */
  readonly lines: readonly string[];
  readonly zone: Zone;
}

/**
 * What a printer may want otherwise, an address that we cannot write anew, and one that we wrote over its sender's words, which
 * we could not take out. They are counted, and refuse nothing.
 */
export const INSPECTION_NOTES = [
  'cmyk-image',
  'rgb-image',
  'font-not-embedded',
  'address-not-written',
  'address-words-kept',
] as const;
export type InspectionNote = (typeof INSPECTION_NOTES)[number];

interface GoodPdf {
  /** The bytes that were judged: no others may be printed. */
  readonly pdf: Uint8Array;
  readonly pages: number;
  readonly notes: readonly InspectionNote[];
}

/** Why a PDF is refused. */
export interface Fault {
  readonly failure: InspectionFailure;
  /** Counted from 1; none where it is no page's fault. */
  readonly pagesAtFault: readonly number[];
}

export interface RefusedPdf extends Fault {
  readonly kind: 'refused';
  /** What is wrong with the file as a whole; null where its pages could be judged. */
  readonly because: PdfRefusal | null;
  /** Null where it could not be read so far; one more than there may be where there are too many. */
  readonly pages: number | null;
}

export interface InspectedLetter extends GoodPdf {
  readonly kind: 'letter';
  readonly address: LetterAddress;
}

interface InspectedAttachment extends GoodPdf {
  readonly kind: 'attachment';
}

/** What looking into a PDF found. */
export type Inspection = InspectedLetter | InspectedAttachment | RefusedPdf;

/** The address in lines as they stand in the window, or the first thing wrong with it. Ligatures come apart, accents are one character. */
export function judgeAddress(
  lines: readonly string[],
  allowed: AddressAllowances,
): Result<LetterAddress, AddressProblem> {
  const address = readAddress(lines.join('\n').normalize('NFKC'), allowed);
  return address.ok ? ok({ lines: address.value.lines, zone: address.value.zone }) : address;
}
