import type { Inspection } from '../../domain/letter';
import type { PdfInspector } from '../../ports';
import type { ChildLimits } from './start-child';
import { createTurns } from './turns';
import { UNREADABLE } from './verdicts';
import { createWarmChildren } from './warm-children';

export interface PdfInspectorSettings {
  /** Children at once, each with one letter at a time. */
  readonly processes: number;
  readonly limits?: Partial<ChildLimits>;
}

const LIMITS: ChildLimits = { letterMs: 10_000, startMs: 30_000, dataKib: 500_000, heapMib: 256, cpuSeconds: 120 };

/**
 * Looks into PDFs in child processes. A letter that breaks its child or takes too long is given to a fresh one, since
 * the child may have died of something else; one that breaks that, too, is refused. Throws only when no child can be
 * started, or after `close`.
 */
export function createPdfInspector(settings: PdfInspectorSettings): PdfInspector {
  const children = createWarmChildren({ ...LIMITS, ...settings.limits });
  const inTurn = createTurns(settings.processes);
  const underway = new Set<Promise<Inspection>>();
  let closed = false;

  const failWhenClosed = (): void => {
    if (closed) throw new Error('The PDF inspector is closed');
  };

  const judge = async (pdf: Buffer): Promise<Inspection> => {
    for (const fresh of [false, true]) {
      failWhenClosed();
      const verdict = await children.judge(pdf, { fresh });
      if (verdict) return verdict;
    }
    failWhenClosed(); // it was us who broke the child
    return UNREADABLE;
  };

  return {
    inspect: async (pdf) => {
      const inspection = inTurn(() => judge(pdf));
      underway.add(inspection);
      return inspection.finally(() => underway.delete(inspection));
    },
    close: async () => {
      closed = true;
      await children.stop();
      await Promise.allSettled(underway);
      await children.stop(); // those that were just being started
    },
  };
}
