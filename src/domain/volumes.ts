import type { Postage } from './postage';
import type { PrintRun } from './print-run';

/** Letters of one class that travel, and the sheets of paper they need. */
export interface ClassVolume {
  readonly postage: Postage;
  readonly letters: number;
  readonly sheets: number;
}

/** What the printer has to expect of a run: of its sealed batches alone, since only those are fixed. */
export interface RunVolumes {
  readonly classes: readonly ClassVolume[];
  /** Batches that are not sealed yet, such as held ones. */
  readonly unsealed: number;
}

/** What the printer is told of a run. A run that is not whole yet is told again when it is. */
export interface VolumesMessage extends RunVolumes {
  readonly run: Pick<PrintRun, 'day' | 'runNo' | 'cutOffAt'>;
  readonly isComplete: boolean;
}
