import type { Day } from './calendar';

export type ResponseStatus = 'delivered' | 'temporary-failure';

export interface ResponseLine {
  /** As written, upper case; it need not be one of ours. */
  readonly reference: string;
  readonly status: ResponseStatus;
  /** The printer's count of sheets. */
  readonly pages: number;
  readonly costThreshold: 'sorted' | 'unsorted';
  readonly despatchedOn: Day | null;
}

export interface NumberedResponseLine extends ResponseLine {
  readonly line: number;
}

export interface SortedCounts {
  readonly billingDay: Day;
  readonly sorted: number;
  readonly unsorted: number;
}
