import type { BatchId } from '../../domain/batch';
import type { Day } from '../../domain/calendar';
import { zipKeyOf, zipPrefixOf } from '../../domain/names';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';

type Dependencies = Pick<ActivityDependencies, 'retention' | 'objects' | 'clock'>;

const PAGE = 200;

/**
 * A zip goes with the last of its letters, those included that were dropped or released: they may be in it. With the last
 * zip of a day goes whatever lies beside it, such as a zip that was built and never sealed. Manifests and the lists of
 * what was sent hold ids, hashes and keys; they stay for twelve months, until the bucket's own lifecycle removes them.
 */
export function createEraseZips({ retention, objects, clock }: Dependencies): LettersActivities['eraseZips'] {
  async function emptyFolder(day: Day, progress: Progress): Promise<void> {
    for await (const { key } of objects.list(zipPrefixOf(day))) {
      await objects.remove(key);
      progress.item();
    }
  }

  return async () => {
    const progress = trackProgress();
    let zips = 0;
    let after: BatchId | undefined;
    for (;;) {
      const page = await retention.zipsToErase(after, PAGE);
      for (const day of await retention.daysWithoutZips(page.map(({ id }) => id))) await emptyFolder(day, progress);
      for (const { id, day, zipName } of page) {
        await objects.remove(zipKeyOf(day, zipName));
        await retention.zipErased(id, clock.now());
        zips += 1;
        progress.item();
      }
      after = page.at(-1)?.id;
      if (page.length < PAGE) return { zips };
    }
  };
}
