import { londonDayOf } from '../../domain/calendar';
import type { InboundFile } from '../../domain/inbound-file';
import { parseInboundName } from '../../domain/names';
import type { ResponseFileRefusal } from '../../domain/response-file';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { finalFailure } from '../failures';
import { fileRefused } from './inbound-tickets';
import { type Progress, trackProgress } from '../progress';
import { acknowledgementLines, findInbound } from './raw-file';
import { judgeResponses, storeResponses } from './response-lines';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'objects' | 'tickets' | 'settings'>;
type Outcome = Awaited<ReturnType<LettersActivities['readInboundFile']>>;

/**
 * Judges the whole of a kept file before any of it counts (domain §6): one bad line refuses a response file, with a
 * ticket that names file and line. Good ones are stored by file and line number, their counts overwritten.
 */
export function createReadInboundFile(dependencies: Dependencies): LettersActivities['readInboundFile'] {
  const { inbound, objects, tickets, settings } = dependencies;

  async function refuse(file: InboundFile, refusal: ResponseFileRefusal): Promise<Outcome> {
    const reason = `line ${refusal.line}: ${refusal.reason}`;
    await tickets.raise(fileRefused(file, refusal));
    await inbound.finish(file.sha256, 'refused', reason);
    return { kind: 'refused', reason };
  }

  async function readResponses(file: InboundFile, progress: Progress): Promise<Outcome> {
    const at = parseInboundName(file.name, settings.filePrefix)?.at;
    if (!at) throw finalFailure(`${file.name} is not the name of a response file`);
    const counts = await judgeResponses(objects, file, progress);
    if (!counts.ok) return refuse(file, counts.error);
    await storeResponses(dependencies, file, progress);
    await inbound.recordCounts(file.sha256, [{ billingDay: londonDayOf(at), ...counts.value }]);
    return { kind: 'readable', file: 'response', lines: counts.value.sorted + counts.value.unsorted };
  }

  return async ({ sha256 }) => {
    const progress = trackProgress();
    const file = await findInbound(inbound, sha256);
    if (file.state === 'refused') return { kind: 'refused', reason: file.detail ?? 'refused before' };
    if (file.kind === 'response') return readResponses(file, progress);
    let lines = 0;
    for await (const { kind } of acknowledgementLines(objects, file)) {
      if (kind === 'line') lines += 1;
      progress.rows(1);
    }
    return { kind: 'readable', file: 'acknowledgement', lines };
  };
}
