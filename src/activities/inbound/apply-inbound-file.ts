import type { AcknowledgementLine } from '../../domain/acknowledgement-file';
import type { InboundFile } from '../../domain/inbound-file';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { logApplied } from './inbound-log';
import { acknowledgedWithoutIntent } from './inbound-tickets';
import { type Progress, trackProgress } from '../progress';
import { acknowledgementLines, findInbound } from './raw-file';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'batches' | 'objects' | 'tickets' | 'log'>;
type Counts = Record<string, number>;

const CHUNK = 1_000;

/** Applies a readable file, in chunks of one transaction each. What an earlier attempt applied is not applied again. */
export function createApplyInboundFile(dependencies: Dependencies): LettersActivities['applyInboundFile'] {
  const { inbound, batches, objects, tickets, log } = dependencies;

  async function applyResponses({ sha256 }: InboundFile, progress: Progress): Promise<Counts> {
    for (;;) {
      const applied = await inbound.applyNext(sha256, CHUNK);
      if (applied.lines === 0) break;
      logApplied(log, sha256, applied);
      progress.rows(applied.lines);
    }
    const summary = await inbound.summary(sha256);
    return { ...summary.outcomes, sheetMismatches: summary.sheetMismatches };
  }

  async function acknowledge(line: AcknowledgementLine): Promise<string> {
    const { zipName } = line;
    const answer = await batches.acknowledge(line);
    if (answer.kind === 'without-intent') await tickets.raise(acknowledgedWithoutIntent(answer.batchId, zipName));
    if (answer.kind === 'unknown') log.info({ zipName }, 'acknowledgement of a zip that is not ours');
    return answer.kind;
  }

  async function applyAcknowledgements(file: InboundFile, progress: Progress): Promise<Counts> {
    const counts: Counts = {};
    for await (const read of acknowledgementLines(objects, file)) {
      const kind = read.kind === 'line' ? await acknowledge(read.line) : read.kind;
      counts[kind] = (counts[kind] ?? 0) + 1;
      progress.rows(1);
    }
    return counts;
  }

  return async ({ sha256 }) => {
    const progress = trackProgress();
    const file = await findInbound(inbound, sha256);
    const apply = file.kind === 'response' ? applyResponses : applyAcknowledgements;
    return { counts: await apply(file, progress) };
  };
}
