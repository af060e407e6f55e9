import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** The step went on: the ticket is closed, and a batch that was parked no longer says so. */
export function createResolveBatchTicket({
  tickets,
  batches,
}: Pick<ActivityDependencies, 'tickets' | 'batches'>): LettersActivities['resolveBatchTicket'] {
  return async ({ batchId, kind }) => {
    if (kind === 'batch-parked') await batches.unpark(batchId);
    await tickets.resolve(ticketKeys.batch(kind, batchId));
  };
}
