import { join } from 'node:path';
import type { PdfInspector } from '../../ports';
import { createChildPool } from '../children/create-child-pool';
import type { ChildLimits } from '../children/start-child';
import { parseInspection } from './parse-inspection';
import { refuseFile } from './refusals';

export interface PdfInspectorSettings {
  /** Children at once, each with one letter at a time. */
  readonly processes: number;
  readonly limits?: Partial<ChildLimits>;
}

const LIMITS: ChildLimits = {
  letterMs: 60_000,
  letterCpuMs: 10_000,
  startMs: 30_000,
  dataKib: 500_000,
  heapMib: 256,
  letters: 500,
  cpuSeconds: 120,
};

/** Looks into PDFs in child processes. A letter that breaks two of them, or takes too much of the processor's time, is refused. Throws only when no child can be started, or after `close`. */
export function createPdfInspector({ processes, limits }: PdfInspectorSettings): PdfInspector {
  const program = {
    entry: join(__dirname, 'inspect-child'),
    purpose: 'child process that reads PDFs',
    limits: { ...LIMITS, ...limits },
    walled: true,
    parse: parseInspection,
  };
  const children = createChildPool(program, processes);
  return {
    inspect: async (pdf, as) => (await children.ask({ pdf, as })) ?? refuseFile('takes too much time or memory'),
    close: () => children.close(),
  };
}
