import { londonDayOf } from '../../domain/calendar';
import type { LetterId, ServiceId } from '../../domain/letter';
import { acceptedMarkerKeyOf, cancelledMarkerKeyOf, incomingKeyOf, printKeyOf } from '../../domain/names';
import type { LettersActivities } from '../../contract';
import type { LetterToErase } from '../../ports';
import type { ActivityDependencies } from '../dependencies';
import { type Progress, trackProgress } from '../progress';
import { leaveForLater } from './left-for-later';

type Dependencies = Pick<ActivityDependencies, 'retention' | 'objects' | 'clock' | 'log' | 'settings'>;

const PAGE = 500;
/** Letters whose objects are removed side by side. */
const AT_ONCE = 16;
const DAY_MS = 86_400_000;

/** Removes every object of one letter; its id, or undefined when it is to be tried again. */
function createEraseObjects({ objects, log, settings }: Pick<Dependencies, 'objects' | 'log' | 'settings'>) {
  /** A letter that was cancelled while it was prepared may have a PDF that its row does not know, as may a templated one that was refused. */
  function keysOf({ id, incomingKey, printKey, reference, postage, printDay: day, createdAt }: LetterToErase) {
    // A letter from a PDF takes the postage of its zone only when it is written down.
    const postages = [postage, 'europe', 'rest-of-world'] as const;
    const printKeys =
      printKey === null
        ? postages.map((made) => printKeyOf({ prefix: settings.filePrefix, day, reference, postage: made, createdAt }))
        : [printKey];
    const acceptedOn = londonDayOf(createdAt);
    const markers = [acceptedMarkerKeyOf(acceptedOn, id), cancelledMarkerKeyOf(acceptedOn, id)];
    return [incomingKey ?? incomingKeyOf(reference), ...printKeys, ...markers];
  }

  return async (letter: LetterToErase): Promise<LetterId | undefined> => {
    try {
      for (const key of keysOf(letter)) await objects.remove(key);
      return letter.id;
    } catch (error) {
      log.error({ letterId: letter.id, error: String(error) }, 'letter not erased, it is tried again');
      return undefined;
    }
  };
}

/** Erases one page, objects first and then the rows, so that an attempt that dies in between repeats it. */
function createErasePage(dependencies: Dependencies) {
  const { retention, clock } = dependencies;
  const eraseObjects = createEraseObjects(dependencies);
  return async (page: readonly LetterToErase[], progress: Progress): Promise<number> => {
    const queue = page.values();
    const erased: LetterId[] = [];
    const work = async () => {
      for (const letter of queue) {
        const id = await eraseObjects(letter);
        if (id) erased.push(id);
        progress.item();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await retention.lettersErased(erased, clock.now());
    return erased.length;
  };
}

/**
 * Erases every copy of the letters whose retention is over: the PDF as it came in, the one to print and the markers of acceptance and
 * cancelling, then what the service wrote on the row. One letter that cannot be erased now stops no other.
 */
export function createEraseLetters(dependencies: Dependencies): LettersActivities['eraseLetters'] {
  const { retention, clock, log } = dependencies;
  const erasePage = createErasePage(dependencies);

  async function eraseService(id: ServiceId, finalBefore: Date, progress: Progress) {
    let [found, erased] = [0, 0];
    let after: LetterToErase | undefined;
    for (;;) {
      const page = await retention.lettersToErase(id, finalBefore, after, PAGE);
      found += page.length;
      erased += await erasePage(page, progress);
      after = page.at(-1);
      if (page.length < PAGE) return { erased, left: found - erased };
    }
  }

  return async ({ at }) => {
    const progress = trackProgress();
    // Never ahead of time, whatever instant an operator gives.
    const instant = Math.min(Date.parse(at), clock.now().getTime());
    let [letters, left] = [0, 0];
    for (const { id, retentionDays } of await retention.services()) {
      const done = await eraseService(id, new Date(instant - retentionDays * DAY_MS), progress);
      letters += done.erased;
      left += done.left;
    }
    leaveForLater(left, 'letters', log);
    return { letters };
  };
}
