import type { BatchId, BatchState } from '../domain/batch';
import type { BatchSnapshot } from '../contract';
import { database } from './activity-options';
import { type BatchBoard, hangUpBoard } from './batch-board';
import { type BatchSignals, listenForSignals } from './batch-signals';

/** Where one batch is worked on: what comes in by signal, what is shown, and the row. */
export interface BatchDesk {
  readonly batchId: BatchId;
  readonly board: BatchBoard;
  readonly signals: BatchSignals;
  /** Reads the row; signals are hints, the table is the truth. */
  read(summary: string): Promise<BatchSnapshot>;
  /** The state at the last reading; undefined while there was none. */
  state(): BatchState | undefined;
}

/** Registers every handler: to be called before a workflow's first await. */
export function openDesk(batchId: BatchId): BatchDesk {
  const board = hangUpBoard(batchId);
  const signals = listenForSignals(batchId, board.refused);
  let state: BatchState | undefined;
  return {
    batchId,
    board,
    signals,
    async read(summary) {
      signals.looking();
      const batch = await database.readBatch(summary, { batchId });
      board.row(batch);
      state = batch.state;
      return batch;
    },
    state: () => state,
  };
}
