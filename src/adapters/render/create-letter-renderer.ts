import { join } from 'node:path';
import type { LetterRenderer } from '../../ports';
import { createChildPool } from '../children/create-child-pool';
import type { ChildLimits } from '../children/start-child';
import { BROKEN, parseRendering } from './renderings';

export interface LetterRendererSettings {
  /** Children at once, each with one letter at a time. */
  readonly processes: number;
  readonly limits?: Partial<ChildLimits>;
}

/** The compiler keeps a third of a megabyte of every letter for good: hence few letters a child. */
const LIMITS: ChildLimits = {
  letterMs: 60_000,
  letterCpuMs: 10_000,
  startMs: 30_000,
  dataKib: 500_000,
  heapMib: 128,
  letters: 200,
  cpuSeconds: 120,
};

/** Makes letters into PDFs in child processes, so that a long one neither stops the worker's clock nor ends it. */
export function createLetterRenderer({ processes, limits }: LetterRendererSettings): LetterRenderer {
  const program = {
    entry: join(__dirname, 'render-child'),
    purpose: 'child process that makes letters into PDFs',
    limits: { ...LIMITS, ...limits },
    walled: false, // its compiler is native code, which no wall of Node's holds
    parse: parseRendering,
  };
  const children = createChildPool(program, processes);
  return {
    render: async (letter) => (await children.ask({ ...letter })) ?? BROKEN,
    close: () => children.close(),
  };
}
