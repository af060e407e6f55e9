import { condition, setHandler } from '@temporalio/workflow';
import { hintSignal } from '../contract';
import type { BatchId } from '../domain/batch';
import { listenForActs } from './batch-acts';

/** What others tell a batch. A hint says only "look again"; a retry is an operator's leave to try the parked step again. */
export interface BatchSignals {
  /** Looking now: earlier hints are served by it. */
  looking(): void;
  mayRetry(): boolean;
  /** The leave is for the step that starts now; one given while it runs is for the next. */
  useRetry(): void;
  /** Waits for a hint, at most that long. */
  hint(atMostMs: number, summary: string): Promise<void>;
  hintOrRetry(atMostMs: number | undefined): Promise<void>;
}

/** `refused` shows an operator's act that could not be done. */
export function listenForSignals(batchId: BatchId, refused: (told: string) => void): BatchSignals {
  let hinted = false;
  let retry = false;
  const onHint = () => {
    hinted = true;
  };
  setHandler(hintSignal, onHint, { description: 'A table has changed: look again' });
  listenForActs(batchId, {
    done(act) {
      if (act === 'retry') retry = true;
      else hinted = true;
    },
    refused,
  });

  return {
    looking() {
      hinted = false;
    },
    mayRetry: () => retry,
    useRetry() {
      retry = false;
    },
    async hint(atMostMs, summary) {
      await condition(() => hinted, atMostMs, { summary });
    },
    async hintOrRetry(atMostMs) {
      const told = () => hinted || retry;
      if (atMostMs === undefined) await condition(told);
      else await condition(told, atMostMs, { summary: 'Then a look at the row, whether told or not' });
    },
  };
}
