import type { RetriedFile } from '../../domain/inbound-file';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { trackProgress } from '../progress';
import { lettersFailedLater } from './inbound-tickets';
import { logApplied, logLettersFailed } from './inbound-log';
import { findInbound } from './raw-file';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'tickets' | 'workflows' | 'log'>;

const CHUNK = 1_000;
const MOST_LINES = 10_000;
const MOST_FILES = 100;

/**
 * Lines with a reference nobody knew, or of a batch that was not sent, are never given up: each check tries the next of
 * them. What a retry applied stands in the table until it is reported, so that it is told though a worker dies between.
 */
export function createRetryUnapplied(dependencies: Dependencies): LettersActivities['retryUnapplied'] {
  const { inbound, tickets, workflows, log } = dependencies;

  async function report(retried: RetriedFile): Promise<void> {
    const file = await findInbound(inbound, retried.sha256);
    const { outcomes, sheetMismatches } = await inbound.summary(file.sha256);
    const { 'unknown-reference': unknown = 0, 'no-intent': withoutIntent = 0 } = outcomes;
    if (retried.failed > 0) {
      logLettersFailed(log, file.sha256, retried.failed, retried.failedReferences);
      await tickets.raise(lettersFailedLater(file, retried));
    }
    if (unknown + withoutIntent === 0) await tickets.resolve(ticketKeys.inboundUnapplied(file.sha256));
    await workflows.hintBatches(retried.batches);
    await inbound.reported(retried, JSON.stringify({ ...outcomes, sheetMismatches }));
  }

  return async ({ at }) => {
    const progress = trackProgress();
    const before = new Date(at);
    const total = { tried: 0, applied: 0 };
    let more = true;
    while (more && total.tried < MOST_LINES) {
      const page = await inbound.retryUnapplied(before, CHUNK);
      more = page.length > 0;
      for (const file of page) {
        logApplied(log, file.sha256, file);
        total.tried += file.lines;
        total.applied += file.lines - file.unapplied;
        progress.rows(file.lines);
      }
    }
    for (const file of await inbound.retried(MOST_FILES)) {
      await report(file);
      progress.item();
    }
    return { ...total, more };
  };
}
