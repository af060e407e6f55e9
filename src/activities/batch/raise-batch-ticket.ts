import { type BatchTicketKind, type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

const SUBJECTS: Readonly<Record<BatchTicketKind, string>> = {
  'batch-parked': 'A batch waits for a person',
  'transfer-failing': 'A transfer to the printer keeps failing',
};

export function createRaiseBatchTicket({
  tickets,
  batches,
}: Pick<ActivityDependencies, 'tickets' | 'batches'>): LettersActivities['raiseBatchTicket'] {
  return async ({ batchId, kind, detail, reason }) => {
    if (reason) await batches.park(batchId, reason);
    const message = `Batch ${batchId}: ${detail.replace(/\.$/, '')}. Look at it with \`postroom batch show ${batchId}\`.`;
    await tickets.raise({ kind, dedupKey: ticketKeys.batch(kind, batchId), subject: SUBJECTS[kind], message });
  };
}
