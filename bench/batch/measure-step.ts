import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { SealedZip } from '../../src/domain/batch';
import type { LetterToPrint, Sha256 } from '../../src/domain/letter';
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

export interface Measurement {
  /** Of the zip; of the letters where none was made. */
  readonly bytes: number;
  readonly sha256: Sha256;
  readonly ms: number;
  /** Resident memory in bytes: before the first letter, and at most. */
  readonly idle: number;
  readonly peak: number;
}

/** Does one step in a fresh process, so that neither the servers nor what was done before counts. */
export async function measureStep({ objects, printer, letters, step }: Job): Promise<Measurement> {
  const child = fork(join(__dirname, 'measured-process.ts'), {
    execArgv: ['--import', 'tsx'],
    serialization: 'advanced',
  });
  const gone = once(child, 'exit').then(() => {
    throw new Error(`the process that was to be measured ended at ${step.kind}`);
  });
  gone.catch(() => undefined);
  const next = async (): Promise<unknown> => ((await Promise.race([once(child, 'message'), gone])) as [unknown])[0];
  await next();
  child.send({ objects, printer, letters, step });
  const measurement = (await next()) as Measurement;
  child.disconnect();
  await gone.catch(() => undefined);
  return measurement;
}
