import type { BatchId } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import { zipKeyOf, zipPrefixOf } from '../../domain/names';
import type { LettersActivities } from '../../contract';
import type { ZipToErase } from '../../ports';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';
import { leaveForLater } from './left-for-later';

type Dependencies = Pick<ActivityDependencies, 'retention' | 'objects' | 'clock' | 'log'>;

const PAGE = 200;

/** Removing what can be removed: false where something stays, to be tried again. */
function createRemoval({ objects, log }: Pick<Dependencies, 'objects' | 'log'>) {
  async function remove(key: string): Promise<boolean> {
    try {
      await objects.remove(key);
      return true;
    } catch (error) {
      log.error({ key, error: String(error) }, 'zip not erased, it is tried again');
      return false;
    }
  }

  async function emptyFolder(day: Day, progress: Progress): Promise<boolean> {
    let isEmpty = true;
    for await (const { key } of objects.list(zipPrefixOf(day))) {
      if (!(await remove(key))) isEmpty = false;
      progress.item();
    }
    return isEmpty;
  }

  return { remove, emptyFolder };
}

/**
 * A zip goes with the last of its letters, those included that were dropped or released: they may be in it. With the last
 * zip of a day goes whatever lies beside it, such as a zip that was built and never sealed. Manifests and the lists of
 * what was sent hold ids, hashes and keys; they stay for twelve months, until the bucket's own lifecycle removes them.
 */
export function createEraseZips(dependencies: Dependencies): LettersActivities['eraseZips'] {
  const { retention, clock, log } = dependencies;
  const { remove, emptyFolder } = createRemoval(dependencies);

  async function erasePage(page: readonly ZipToErase[], progress: Progress) {
    const stubborn = new Set<Day>();
    for (const day of await retention.daysWithoutZips(page.map(({ id }) => id))) {
      if (!(await emptyFolder(day, progress))) stubborn.add(day);
    }
    let [zips, left] = [0, 0];
    for (const { id, day, zipName } of page) {
      const isGone = zipName === null || (await remove(zipKeyOf(day, zipName)));
      progress.item();
      if (isGone && !stubborn.has(day)) {
        await retention.zipErased(id, clock.now());
        if (zipName !== null) zips += 1;
      } else left += 1;
    }
    return { zips, left };
  }

  return async () => {
    const progress = trackProgress();
    let [zips, left] = [0, 0];
    let after: BatchId | undefined;
    for (;;) {
      const page = await retention.zipsToErase(after, PAGE);
      const done = await erasePage(page, progress);
      zips += done.zips;
      left += done.left;
      after = page.at(-1)?.id;
      if (page.length < PAGE) break;
    }
    leaveForLater(left, 'zips', log);
    return { zips };
  };
}
