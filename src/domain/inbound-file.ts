import type { BatchId } from './batch';
import type { Sha256 } from './letter';
import type { LineOutcome, ResponseStatus } from './response-file';

export const INBOUND_KINDS = ['acknowledgement', 'response'] as const;
export type InboundKind = (typeof INBOUND_KINDS)[number];

export interface NewInboundFile {
  readonly sha256: Sha256;
  readonly name: string;
  readonly bytes: number;
  /** Where the raw bytes are kept in the object store. */
  readonly rawKey: string;
  readonly source: 'printer' | 'bucket' | 'command-line';
  readonly receivedAt: Date;
}

export interface InboundFile extends NewInboundFile {
  readonly kind: InboundKind;
  /** The instant in its name. */
  readonly namedAt: Date;
  readonly state: 'received' | 'applied' | 'refused';
  /** Counts once applied, the reason once refused. */
  readonly detail: string | null;
}

/** Why a file is refused whose raw bytes are gone: the one refusal that ends, once the same bytes come again. */
export const RAW_LOST = 'its raw bytes are missing in the object store';

export const isLost = ({ state, detail }: Pick<InboundFile, 'state' | 'detail'>): boolean =>
  state === 'refused' && detail === RAW_LOST;

/** What one chunk of a response file did, for the log. */
export interface AppliedLines {
  readonly lines: number;
  /** How many of them could not be applied yet. */
  readonly unapplied: number;
  readonly finished: readonly { readonly reference: string; readonly status: ResponseStatus }[];
  readonly sheetMismatches: readonly { readonly reference: string; readonly sheets: number; readonly pages: number }[];
}

export interface InboundSummary {
  readonly outcomes: Readonly<Partial<Record<LineOutcome, number>>>;
  /** Lines whose page count differs from the letter's sheets. */
  readonly sheetMismatches: number;
  /** The first 100. */
  readonly failedReferences: readonly string[];
  readonly batches: readonly BatchId[];
}

/** What trying again did to the lines of one file. */
export interface RetriedLines extends AppliedLines {
  readonly sha256: Sha256;
}

/** A file of which a retry has applied lines that nobody has been told of. */
export interface RetriedFile {
  readonly sha256: Sha256;
  /** The retry's number; it goes up with each. */
  readonly retry: number;
  /** When the first such line was applied. */
  readonly since: Date;
  /** Letters that have failed since then, and the first 100 of them. */
  readonly failed: number;
  readonly failedReferences: readonly string[];
  readonly batches: readonly BatchId[];
}
