import { ActivityFailure, CancellationScope, isCancellation } from '@temporalio/workflow';
import type { BatchId } from '../domain/batch';
import { database } from './activity-options';
import type { BatchDesk } from './batch-desk';
import { endsWithin } from './ends-within';

const TRANSFER_TICKET_MS = 30 * 60_000;

/** Follows a transfer, which retries for hours. Still going after half an hour it gets a ticket, closed when it ends. */
export async function withTransferTicket<Outcome>(
  batchId: BatchId,
  transfer: Promise<Outcome>,
  ticketMs: number = TRANSFER_TICKET_MS,
): Promise<Outcome> {
  // A cancelled batch is over when its transfer is: the transfer hears of it, this wait does not.
  return CancellationScope.nonCancellable(async () => {
    if (await endsWithin(transfer, ticketMs, 'Then a ticket, if the transfer still goes on')) return transfer;

    const ticket = { batchId, kind: 'transfer-failing' } as const;
    const detail = `Not done after ${Math.round(ticketMs / 60_000)} minutes; it goes on trying.`;
    await database.raiseBatchTicket('Raise a ticket: the transfer takes too long', { ...ticket, detail });
    try {
      return await transfer;
    } finally {
      await database.resolveBatchTicket('Close the ticket: the transfer has ended', ticket);
    }
  });
}

/** Waits for a person: an operator's leave to try again, or a row that an operator has moved on. */
export async function park(desk: BatchDesk, why: string): Promise<void> {
  const { batchId, board, signals } = desk;
  const parkedAt = desk.state();
  const ticket = { batchId, kind: 'batch-parked' } as const;
  board.stage('parked', `an operator (${why})`);
  await database.raiseBatchTicket('Raise a ticket: a person must look', { ...ticket, detail: why });
  for (;;) {
    await signals.hintOrRetry();
    if (signals.mayRetry()) break;
    const looked = await desk.read('Has an operator moved it on?').catch(refusalOf);
    if (typeof looked !== 'string' && looked.state !== parkedAt) break;
  }
  await database.resolveBatchTicket('Close the ticket: an operator lets it go on', ticket);
}

/** Why an activity gave up for good, so that a person must look. Throws again what is no such refusal. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  return `${error.activityType}: ${error.cause?.message ?? 'refused for good'}`;
}
