import { londonDayOf } from '../../domain/calendar';
import { type InboundFile, RAW_LOST, isLost } from '../../domain/inbound-file';
import type { ResponseFileRefusal } from '../../domain/response-file';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import type { NewTicket } from '../../domain/ticket';
import { fileLost, fileRefused } from './inbound-tickets';
import { bringBack } from './lost-files';
import { type Progress, trackProgress } from '../progress';
import { acknowledgementLines, findInbound } from './raw-file';
import { judgeResponses, storeResponses } from './response-lines';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'objects' | 'tickets'>;
type Outcome = Awaited<ReturnType<LettersActivities['readInboundFile']>>;

/**
 * Judges the whole of a kept file before any of it counts (domain §6): one bad line refuses a response file, with a
 * ticket that names file and line. Good ones are stored by file and line number, their counts overwritten. A file whose
 * raw bytes are missing is refused too, and read after all once they are there again.
 */
export function createReadInboundFile(dependencies: Dependencies): LettersActivities['readInboundFile'] {
  const { inbound, objects, tickets } = dependencies;

  async function refuse({ sha256 }: InboundFile, reason: string, ticket: NewTicket): Promise<Outcome> {
    await tickets.raise(ticket);
    await inbound.finish(sha256, 'refused', reason);
    return { kind: 'refused', reason };
  }

  const refuseLine = (file: InboundFile, refusal: ResponseFileRefusal): Promise<Outcome> =>
    refuse(file, `line ${refusal.line}: ${refusal.reason}`, fileRefused(file, refusal));

  async function readResponses(file: InboundFile, progress: Progress): Promise<Outcome> {
    const counts = await judgeResponses(objects, file, progress);
    if (!counts.ok) return refuseLine(file, counts.error);
    await storeResponses(dependencies, file, progress);
    await inbound.recordCounts(file.sha256, [{ billingDay: londonDayOf(file.namedAt), ...counts.value }]);
    return { kind: 'readable', file: 'response', lines: counts.value.sorted + counts.value.unsorted };
  }

  return async ({ sha256 }) => {
    const progress = trackProgress();
    const file = await findInbound(inbound, sha256);
    if (file.state === 'refused' && !isLost(file)) return { kind: 'refused', reason: file.detail ?? 'refused before' };
    if (!(await objects.head(file.rawKey))) return refuse(file, RAW_LOST, fileLost(file));
    if (isLost(file)) await bringBack(dependencies, sha256);
    if (file.kind === 'response') return readResponses(file, progress);
    let lines = 0;
    for await (const { kind } of acknowledgementLines(objects, file)) {
      if (kind === 'line') lines += 1;
      progress.rows(1);
    }
    return { kind: 'readable', file: 'acknowledgement', lines };
  };
}
