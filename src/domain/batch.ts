import type { Day } from './calendar';
import { type ServiceId, type Sha256, parseServiceId } from './letter';
import { type Postage, classOf, postageOfClass } from './postage';
import { parseDay } from './calendar';

export const BATCH_STATES = [
  'claimed',
  'sealed',
  'uploaded',
  'published',
  'sent',
  'acknowledged',
  'answered',
  'closed',
  'empty',
  'abandoned',
] as const;
export type BatchState = (typeof BATCH_STATES)[number];

/** Legal moves. Answers may come before the acknowledgement, and neither may come at all. */
const MOVES: Record<BatchState, readonly BatchState[]> = {
  claimed: ['sealed', 'empty', 'abandoned'],
  sealed: ['uploaded', 'abandoned'],
  uploaded: ['published', 'abandoned'],
  published: ['sent'],
  sent: ['acknowledged', 'answered', 'closed'],
  acknowledged: ['answered', 'closed'],
  answered: ['closed'],
  closed: [],
  empty: [],
  abandoned: [],
};

export const mayAdvance = (from: BatchState, to: BatchState): boolean => MOVES[from].includes(to);
export const isOver = (state: BatchState): boolean => MOVES[state].length === 0;

declare const brand: unique symbol;
/** `<day>.<run no>.<class>.<NNN>.<service id>`, fixed when the batch is claimed. */
export type BatchId = string & { readonly [brand]: 'BatchId' };

export interface BatchIdentity {
  readonly day: Day;
  readonly runNo: number;
  readonly postage: Postage;
  /** The batch's place in the run for its service and class, from 1. */
  readonly number: number;
  readonly serviceId: ServiceId;
}

/** `NNN`: at least three digits. */
export const batchNumberText = (number: number): string => String(number).padStart(3, '0');

export function parseBatchNumber(text: string): number | undefined {
  const number = /^\d{3,}$/.test(text) ? Number(text) : 0;
  return number > 0 && batchNumberText(number) === text ? number : undefined;
}

export function batchIdOf({ day, runNo, postage, number, serviceId }: BatchIdentity): BatchId {
  return [day, runNo, classOf(postage), batchNumberText(number), serviceId].join('.') as BatchId;
}

export function parseBatchId(text: string): (BatchIdentity & { readonly id: BatchId }) | undefined {
  const [dayText = '', runText = '', code = '', numberText = '', serviceText = '', ...rest] = text.split('.');
  const day = parseDay(dayText);
  const postage = postageOfClass(code);
  const serviceId = parseServiceId(serviceText);
  const number = parseBatchNumber(numberText);
  if (rest.length > 0 || !day || !postage || !number || !serviceId || !/^[1-9]\d*$/.test(runText)) return undefined;
  const identity = { day, runNo: Number(runText), postage, number, serviceId };
  const id = batchIdOf(identity);
  return id === text ? { ...identity, id } : undefined;
}

/** Why a batch waits for a person; each has its ticket. */
export const PARKED_REASONS = [
  'zip-differs',
  'temp-gone-before-rename',
  'unknown-manifest',
  'marking-incomplete',
  'refused',
  'no-progress',
] as const;
export type ParkedReason = (typeof PARKED_REASONS)[number];

/** What sealing fixes for ever. */
export interface SealedZip {
  readonly zipName: string;
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly letters: number;
}

export interface Batch extends BatchIdentity {
  readonly id: BatchId;
  readonly state: BatchState;
  /** Raised by each drop; sealing is a compare-and-set on it. */
  readonly version: number;
  readonly position: number;
  readonly held: boolean;
  readonly parkedReason: ParkedReason | null;
  readonly letters: number;
  /** Of PDFs; of the zip once sealed it is in `zip`. */
  readonly pdfBytes: number;
  readonly zip: SealedZip | null;
  /** The recorded intent: the one staged file that may ever become this batch's zip at the printer. */
  readonly temp: string | null;
  readonly intentAt: Date | null;
  readonly renameIssuedAt: Date | null;
  readonly publishedAt: Date | null;
  readonly acknowledgedAt: Date | null;
  readonly createdAt: Date;
}
