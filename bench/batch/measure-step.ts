import { join } from 'node:path';
import type { Digest } from '../../src/activities/digest';
import type { SealedZip } from '../../src/domain/batch';
import type { LetterToPrint } from '../../src/domain/letter';
import { type Measured, measureIn } from '../measure';
import type { BenchServers } from './servers';

/** One leg of a batch's way. */
export type Step =
  | { readonly kind: 'read' }
  | { readonly kind: 'zip'; readonly key: string }
  | { readonly kind: 'send'; readonly key: string; readonly temp: string; readonly zip: SealedZip };

export interface Job extends BenchServers {
  readonly letters: readonly LetterToPrint[];
  readonly step: Step;
}

/** Its result: the zip's digest; that of the letters where none was made. */
export const measureStep = ({ objects, printer, letters, step }: Job): Promise<Measured<Digest>> =>
  measureIn(join(__dirname, 'measured-process.ts'), { objects, printer, letters, step });
