import { condition, setHandler } from '@temporalio/workflow';
import { hintSignal, retrySignal } from '../contract';

/** What others tell a batch. A hint says only "look again"; a retry is an operator's leave to try the parked step again. */
export interface BatchSignals {
  /** Looking now: earlier hints are served by it. */
  looking(): void;
  mayRetry(): boolean;
  /** The leave is for the step that starts now; one given while it runs is for the next. */
  useRetry(): void;
  /** Waits for a hint, at most that long. */
  hint(atMostMs: number, summary: string): Promise<void>;
  hintOrRetry(): Promise<void>;
}

export function listenForSignals(): BatchSignals {
  let hinted = false;
  let retry = false;
  const onHint = () => {
    hinted = true;
  };
  const onRetry = () => {
    retry = true;
  };
  setHandler(hintSignal, onHint, { description: 'A table has changed: look again' });
  setHandler(retrySignal, onRetry, { description: 'An operator asks for the parked step again' });

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
    hintOrRetry: () => condition(() => hinted || retry),
  };
}
