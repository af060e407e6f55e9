import type { Day } from './calendar';
import type { Footer } from './footer';
import type { LetterAddress } from './inspection';
import type { Postage } from './postage';
import type { Logo } from './logo';
import type { Personalisation } from './personalisation';
import type { TemplateText } from './fill-template';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** A letter's id, a lower-case UUID. */
export type LetterId = Branded<'LetterId'>;
/** A service's id, a lower-case UUID. */
export type ServiceId = Branded<'ServiceId'>;
/** A template's id, a lower-case UUID. */
export type TemplateId = Branded<'TemplateId'>;
/** Our own reference on file names and in response files: 16 of A–Z and 0–9. */
export type Reference = Branded<'Reference'>;
/** SHA-256 in lower-case hex. */
export type Sha256 = Branded<'Sha256'>;

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const REFERENCE = /^[A-Z0-9]{16}$/;
const SHA256 = /^[0-9a-f]{64}$/;

const parser =
  <Id extends string>(pattern: RegExp) =>
  (text: string): Id | undefined =>
    pattern.test(text) ? (text as Id) : undefined;

export const parseLetterId = parser<LetterId>(UUID);
export const parseServiceId = parser<ServiceId>(UUID);
export const parseTemplateId = parser<TemplateId>(UUID);
export const parseReference = parser<Reference>(REFERENCE);
export const parseSha256 = parser<Sha256>(SHA256);

/** `test` letters are never printed, `team` keys may not send letters. */
export const KEY_KINDS = ['live', 'team', 'test'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];

export const LETTER_STATUSES = [
  'pending-virus-check',
  'created',
  'sending',
  'delivered',
  'returned-letter',
  'cancelled',
  'temporary-failure',
  'permanent-failure',
  'technical-failure',
  'validation-failed',
  'virus-scan-failed',
] as const;
export type LetterStatus = (typeof LETTER_STATUSES)[number];

/**
 * Legal moves; statuses only move forward. A test letter goes from prepare or `created` to `delivered` unprinted. Nothing leads to
 * `permanent-failure`: services may filter by it, no letter ever gets it.
 */
const MOVES: Record<LetterStatus, readonly LetterStatus[]> = {
  'pending-virus-check': [
    'created',
    'delivered',
    'cancelled',
    'validation-failed',
    'virus-scan-failed',
    'technical-failure',
  ],
  created: ['sending', 'delivered', 'cancelled', 'validation-failed', 'technical-failure'],
  sending: ['delivered', 'temporary-failure', 'validation-failed', 'technical-failure', 'returned-letter'],
  delivered: ['returned-letter'],
  'returned-letter': [],
  cancelled: [],
  'temporary-failure': [],
  'permanent-failure': [],
  'technical-failure': [],
  'validation-failed': [],
  'virus-scan-failed': [],
};

export const mayMove = (from: LetterStatus, to: LetterStatus): boolean => MOVES[from].includes(to);

/** Letters that still need us. Every state here has an age limit that somebody watches. */
const UNDERWAY: readonly LetterStatus[] = ['pending-virus-check', 'created', 'sending'];
export const isFinal = (status: LetterStatus): boolean => !UNDERWAY.includes(status);

/** Five sheets: what fits into the printer's envelope. */
export const MOST_PAGES = 10;

/** Sheets of paper, the billable units: two pages a sheet. */
export const sheetsOf = (pages: number): number => Math.ceil(pages / 2);

/** What grouping and naming need of a letter; never its text. */
export interface LetterToPrint {
  readonly id: LetterId;
  readonly serviceId: ServiceId;
  readonly postage: Postage;
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly printKey: string;
}

interface AcceptedLetter {
  readonly id: LetterId;
  readonly serviceId: ServiceId;
  readonly clientReference: string | null;
  readonly reference: Reference;
  readonly keyKind: KeyKind;
  readonly postage: Postage;
  readonly printDay: Day;
  readonly createdAt: Date;
}

export interface NewPrecompiledLetter extends AcceptedLetter {
  readonly kind: 'precompiled';
  readonly incomingKey: string;
  readonly incomingSha256: Sha256;
  readonly incomingBytes: number;
}

/** What makes a templated letter what it is. */
export interface TemplatedContent {
  readonly templateId: TemplateId;
  readonly templateVersion: number;
  readonly personalisation: Personalisation;
}

export interface NewTemplatedLetter extends AcceptedLetter, TemplatedContent {
  readonly kind: 'templated';
  /** Normalised, for the window. */
  readonly addressLines: readonly string[];
}

/** What the API stores of a letter before it answers 201. */
export type NewLetter = NewPrecompiledLetter | NewTemplatedLetter;

/** A templated letter has passed its checks: it is `created` without a PDF, or `sending` at once where it is never printed. */
export function firstStatusOf({ kind, keyKind }: Pick<NewLetter, 'kind' | 'keyKind'>): LetterStatus {
  if (kind === 'precompiled') return 'pending-virus-check';
  return keyKind === 'test' ? 'sending' : 'created';
}

type WaitingLetter = Omit<AcceptedLetter, 'serviceId' | 'clientReference'>;

export interface PendingPrecompiledLetter extends WaitingLetter {
  readonly kind: 'precompiled';
  readonly incomingKey: string;
  readonly incomingSha256: Sha256;
  /** Whether its service may send letters abroad. */
  readonly international: boolean;
}

export interface PendingTemplatedLetter extends WaitingLetter {
  readonly kind: 'templated';
  readonly text: TemplateText;
  readonly personalisation: Personalisation;
  readonly addressLines: readonly string[];
  /** Its service's, when it was accepted. */
  readonly logo: Logo | null;
  /** Its service's, when it was accepted; empty for none. */
  readonly footer: Footer;
}

/** A letter that waits for *prepare*: for its PDF to be judged, or to be made. */
export type PendingLetter = PendingPrecompiledLetter | PendingTemplatedLetter;

/** The judged PDF under its print key. */
export interface PreparedPdf {
  readonly printKey: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly pages: number;
  /** Of paper; 0 for a test letter. */
  readonly sheets: number;
}

/** What was read on a letter that came as a PDF. */
export interface FoundAddress extends LetterAddress {
  /** What the service asked for, or what the zone wants. */
  readonly postage: Postage;
}

export interface Letter {
  readonly id: LetterId;
  readonly serviceId: ServiceId;
  readonly clientReference: string | null;
  readonly reference: Reference;
  readonly keyKind: KeyKind;
  readonly status: LetterStatus;
  readonly postage: Postage;
  /** Null until *prepare* has counted the pages. */
  readonly sheets: number | null;
  readonly pages: number | null;
  readonly printDay: Day;
  readonly printKey: string | null;
  readonly batchId: string | null;
  readonly failure: string | null;
  /** What is wrong with the file of a refused letter as a whole. */
  readonly failureDetail: string | null;
  /** Of a refused letter, counted from 1; empty where it is no page's fault. */
  readonly pagesAtFault: readonly number[];
  /** The version that a templated letter is made from; null for a precompiled one. */
  readonly template: { readonly id: TemplateId; readonly version: number } | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  readonly updatedAt: Date | null;
}

/** Its PDF is still to be judged, or to be made. */
export const isBeingPrepared = ({ status, printKey }: Pick<Letter, 'status' | 'printKey'>): boolean =>
  !isFinal(status) && printKey === null;

/** One link of a letter's hash-chained history. */
export interface LetterEvent {
  readonly sequence: number;
  readonly status: LetterStatus;
  readonly at: Date;
  /** Who or what moved it: a process's name or an operator's. */
  readonly actor: string;
  readonly detail: string | null;
  readonly hash: Sha256;
}
