import type { BatchId } from '../../domain/batch';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

type Dependencies = Pick<ActivityDependencies, 'batches' | 'callbacks' | 'workflows' | 'clock' | 'log'>;

const PAGE = 1_000;
/** A run starts what it has claimed within seconds; it may be doing so now. */
const GRACE_MS = 10 * 60_000;
/** A drain that runs sends what is due within seconds, or waits for a pause of its endpoint. */
const OVERDUE_MS = 60_000;

/** Open batches whose workflow was lost or terminated go on from their rows; so do the drains. Letters wait for neither. */
export function createRestartLost(dependencies: Dependencies): LettersActivities['restartLost'] {
  const { batches, callbacks, workflows, clock, log } = dependencies;

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

  async function restartCallbacks(): Promise<number> {
    const overdue = await callbacks.overdue(new Date(clock.now().getTime() - OVERDUE_MS));
    const drains = await workflows.restartCallbackDrains(overdue);
    if (drains > 0) log.error({ drains }, 'callback drains without a workflow, started again');
    return drains;
  }

  return async () => {
    const drains = await workflows.restartPrepareDrains();
    if (drains > 0) log.error({ drains }, 'prepare drains without a workflow, started again');
    return { batches: await restartBatches(), drains: drains + (await restartCallbacks()) };
  };
}
