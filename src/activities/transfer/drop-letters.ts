import type { Batch } from '../../domain/batch';
import { ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import type { UnfitLetter } from './build-zip';

const NAMED = 100;

/**
 * Takes letters out of a batch that is not sealed: they become `technical-failure`, the rest travels. The ticket comes
 * first: after the drop, a retry would no longer know whom to name.
 */
export function createDropLetters({
  batches,
  tickets,
  log,
}: Pick<ActivityDependencies, 'batches' | 'tickets' | 'log'>) {
  return async (batch: Batch, letters: readonly UnfitLetter[]): Promise<void> => {
    const named = letters.slice(0, NAMED).map(({ id, reason }) => `${id} (${reason})`);
    await tickets.raise({
      kind: 'letter-dropped',
      dedupKey: ticketKeys.letterDropped(batch.id),
      subject: 'Letters dropped before sealing',
      message: [
        `${letters.length} letters of batch ${batch.id} are not printed: their PDF is missing or is not the one that was judged.`,
        `They are in technical-failure; the rest of the batch travels. Letters: ${named.join(', ')}`,
      ].join(' '),
    });
    if (!(await batches.drop(batch.id, batch.version, letters))) return;
    for (const { id } of letters) log.info({ letterId: id, status: 'technical-failure' }, 'letter final');
  };
}
