import { log } from '@temporalio/workflow';
import { type BatchId, isOver } from '../domain/batch';
import type { BatchSnapshot } from '../contract';
import { database, housekeeping } from './activity-options';
import type { BatchDesk } from './batch-desk';

/** Until a due time is known, the batch looks again once a day. */
const UNKNOWN_DUE_MS = 24 * 60 * 60_000;

/**
 * Waits until the printer has acknowledged the zip and answered for every letter, or the deadline has passed; then closes
 * the batch. Tickets about silence are raised by the scheduled checks; the batch only shows what it waits for.
 */
export async function awaitAnswers(desk: BatchDesk, whenLong: () => Promise<void>): Promise<void> {
  const { batchId, board, signals } = desk;
  const cleaned = cleanTemps(batchId);
  for (;;) {
    signals.looking();
    const batch = await database.settleBatch('What has the printer said?', { batchId });
    board.row(batch);
    if (isOver(batch.state)) break;
    if (isComplete(batch) || msUntilDue(batch) <= 0) {
      board.row(await database.closeBatch('Nothing more to wait for: close the batch', { batchId }));
      break;
    }
    const { stage, waitingFor } = awaited(batch);
    board.stage(stage, waitingFor);
    await signals.hint(msUntilDue(batch), `Waits for ${waitingFor}`);
    await whenLong();
  }
  await cleaned;
}

const isComplete = ({ outstanding, acknowledgedAt }: BatchSnapshot) => outstanding === 0 && acknowledgedAt !== null;

const msUntilDue = ({ dueAt }: BatchSnapshot) => (dueAt === null ? UNKNOWN_DUE_MS : Date.parse(dueAt) - Date.now());

function awaited({ acknowledgedAt, outstanding, dueAt }: BatchSnapshot) {
  const until = dueAt === null ? '' : `, until ${dueAt}`;
  if (acknowledgedAt === null) {
    return { stage: 'awaiting acknowledgement', waitingFor: `the printer's acknowledgement${until}` } as const;
  }
  return { stage: 'awaiting response', waitingFor: `answers for ${outstanding} letters${until}` } as const;
}

/** Staged files of attempts that died are litter; no letter waits for their removal, whatever comes of it. */
async function cleanTemps(batchId: BatchId): Promise<void> {
  try {
    await housekeeping.cleanTemps('Remove staged files of attempts that died', { batchId });
  } catch (error) {
    log.warn('Staged files of a sent batch were left at the printer', { batchId, error });
  }
}
