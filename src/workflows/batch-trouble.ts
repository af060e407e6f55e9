import { CancellationScope, patched } from '@temporalio/workflow';
import type { BatchId, ParkedReason } from '../domain/batch';
import { database } from './activity-options';
import type { BatchDesk } from './batch-desk';
import { endsWithin } from './ends-within';
import { refusalOf } from './refusal';

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

/** Why a person must look: in words for the ticket, and the one word that the row keeps. */
export interface Trouble {
  readonly why: string;
  readonly reason: ParkedReason;
}

const PARKED_LOOK_MS = 60 * 60_000;

/** Waits for a person: an operator's leave to try again, or a row that an operator has moved on. */
export async function park(desk: BatchDesk, { why, reason }: Trouble, whenLong: () => Promise<void>): Promise<void> {
  const { batchId, board, signals } = desk;
  const parkedAt = desk.state();
  const ticket = { batchId, kind: 'batch-parked' } as const;
  board.stage('parked', `an operator (${why})`);
  // Since 0.2.0 the row says of every parked batch that it is: who ends that, ends the wait, told or not.
  const isInRow = patched('parked-in-the-row');
  await database.raiseBatchTicket('Raise a ticket: a person must look', { ...ticket, detail: why, reason });
  for (;;) {
    await signals.hintOrRetry(isInRow ? PARKED_LOOK_MS : undefined);
    if (signals.mayRetry()) break;
    const looked = await desk.read('Has an operator moved it on?').catch(refusalOf);
    if (typeof looked !== 'string') {
      if (looked.state !== parkedAt || (isInRow && looked.parkedReason === null)) break;
    }
    if (isInRow) await whenLong();
  }
  await database.resolveBatchTicket('Close the ticket: an operator lets it go on', ticket);
}
