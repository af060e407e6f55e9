import type { UnreadableLine } from '../../domain/acknowledgement-file';
import type { InboundFile } from '../../domain/inbound-file';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { logLettersFailed } from './inbound-log';
import { lettersFailed, linesConflicting, linesUnapplied, linesUnreadable } from './inbound-tickets';
import { type Progress, trackProgress } from '../progress';
import { acknowledgementLines, findInbound } from './raw-file';

const UNREADABLE_NAMED = 100;

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'objects' | 'tickets' | 'log'>;

/**
 * Tells people what a file brought that somebody must look into, then marks it applied: a worker that dies before leaves
 * the file unfinished, and it is told again. The tickets' keys hold the file's hash, so it is told once.
 */
export function createReportInboundFile(dependencies: Dependencies): LettersActivities['reportInboundFile'] {
  const { inbound, objects, tickets, log } = dependencies;

  async function reportResponses(file: InboundFile): Promise<object> {
    const { outcomes, sheetMismatches, failedReferences } = await inbound.summary(file.sha256);
    const { failed = 0, conflicting = 0, 'unknown-reference': unknown = 0, 'no-intent': withoutIntent = 0 } = outcomes;
    if (failed > 0) {
      logLettersFailed(log, file.sha256, failed, failedReferences);
      await tickets.raise(lettersFailed(file, failed, failedReferences));
    }
    if (unknown + withoutIntent > 0) await tickets.raise(linesUnapplied(file, unknown, withoutIntent));
    if (conflicting > 0) await tickets.raise(linesConflicting(file, conflicting));
    return { ...outcomes, sheetMismatches };
  }

  async function reportAcknowledgements(file: InboundFile, progress: Progress): Promise<object> {
    const counts = { lines: 0, unreadable: 0 };
    const first: UnreadableLine[] = [];
    for await (const read of acknowledgementLines(objects, file)) {
      progress.rows(1);
      counts[read.kind === 'line' ? 'lines' : 'unreadable'] += 1;
      if (read.kind === 'unreadable' && first.length < UNREADABLE_NAMED) first.push(read.line);
    }
    if (counts.unreadable > 0) await tickets.raise(linesUnreadable(file, counts.unreadable, first));
    return counts;
  }

  return async ({ sha256 }) => {
    const progress = trackProgress();
    const file = await findInbound(inbound, sha256);
    const report = file.kind === 'response' ? reportResponses : reportAcknowledgements;
    await inbound.finish(sha256, 'applied', JSON.stringify(await report(file, progress)));
  };
}
