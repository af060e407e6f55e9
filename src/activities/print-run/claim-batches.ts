import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findRun } from './find-run';
import { trackProgress } from '../progress';

/** A page small enough that starting a child for each fits one workflow task. */
const PAGE = 50;

/** What is stored comes first, so that a retry never claims anew what an earlier attempt has claimed (design §7). */
export function createClaimBatches({
  runs,
  batches,
  settings,
}: Pick<ActivityDependencies, 'runs' | 'batches' | 'settings'>): LettersActivities['claimBatches'] {
  return async ({ day, runNo, afterPosition }) => {
    const progress = trackProgress();
    const run = await findRun(runs, { day, runNo });
    const page = [...(await batches.ofRun(day, runNo, afterPosition, PAGE))];
    while (page.length < PAGE) {
      const claimed = await batches.claimNext(run, settings.limits);
      if (!claimed) break;
      page.push(claimed);
      progress.item();
    }
    return { batchIds: page.map(({ id }) => id), lastPosition: page.at(-1)?.position ?? afterPosition };
  };
}
