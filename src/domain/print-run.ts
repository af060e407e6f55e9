import type { Day } from './calendar';

export interface PrintRun {
  readonly day: Day;
  /** 1 is the day's scheduled run; an operator's runs count on from 2. */
  readonly runNo: number;
  readonly cutOffAt: Date;
  readonly owner: string;
  /** The operator who started it, null for the scheduled run. */
  readonly actor: string | null;
  readonly state: 'open' | 'dispatched';
  readonly createdAt: Date;
}

export interface PrintRunTotals {
  readonly batches: number;
  readonly letters: number;
  readonly bytes: number;
}
