import type { BatchId } from '../../domain/batch';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'workflows' | 'clock' | 'log'>;

const PAGE = 1_000;
/** A run starts what it has claimed within seconds; it may be doing so now. */
const GRACE_MS = 10 * 60_000;

/** Open batches whose workflow was lost or terminated go on from their rows; so do the drains. Letters wait for neither. */
export function createRestartLost({ batches, workflows, clock, log }: Dependencies): LettersActivities['restartLost'] {
  async function restartBatches(): Promise<number> {
    const claimedBefore = new Date(clock.now().getTime() - GRACE_MS);
    let after: BatchId | undefined;
    let started = 0;
    for (;;) {
      const page = await batches.open(after, PAGE, claimedBefore);
      if (page.length === 0) return started;
      const lost = await workflows.restartBatches(page);
      for (const batchId of lost) log.error({ batchId }, 'batch without a workflow, started again');
      started += lost.length;
      after = page.at(-1);
    }
  }

  return async () => {
    const drains = await workflows.restartPrepareDrains();
    if (drains > 0) log.error({ drains }, 'prepare drains without a workflow, started again');
    return { batches: await restartBatches(), drains };
  };
}
