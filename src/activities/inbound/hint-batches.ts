import type { BatchId } from '../../domain/batch';
import type { InboundFile } from '../../domain/inbound-file';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';
import { acknowledgementLines, findInbound } from './raw-file';

type Dependencies = Pick<ActivityDependencies, 'inbound' | 'batches' | 'objects' | 'workflows'>;

/** Tells the batches a file touched to look at their tables. A hint that is lost costs time, never a letter. */
export function createHintBatches(dependencies: Dependencies): LettersActivities['hintBatches'] {
  const { inbound, batches, objects, workflows } = dependencies;

  async function acknowledged(file: InboundFile, progress: Progress): Promise<readonly BatchId[]> {
    const ids = new Set<BatchId>();
    for await (const read of acknowledgementLines(objects, file)) {
      progress.rows(1);
      if (read.kind !== 'line') continue;
      const answer = await batches.acknowledge(read.line); // known by now: this only asks whose zip it is
      if (answer.kind === 'acknowledged') ids.add(answer.batchId);
    }
    return [...ids];
  }

  return async ({ sha256 }) => {
    const progress = trackProgress();
    const file = await findInbound(inbound, sha256);
    await workflows.hintBatches(
      file.kind === 'response' ? (await inbound.summary(sha256)).batches : await acknowledged(file, progress),
    );
  };
}
