import type { PendingLetter } from '../../domain/letter';
import { assertNever } from '../../domain/result';
import type { PrepareActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { retryLater } from '../failures';
import { createPrepareLetter } from './prepare-letter';
import { trackProgress } from '../progress';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'objects' | 'inspector' | 'tickets' | 'log' | 'settings'>;

const PAGE = 50;
/** One PDF is read while another is inspected; more would only queue for the processor. */
const AT_ONCE = 2;

/** Prepares the next page of a shard. A fault with one letter never stops the others: it stays for the next page. */
export function createPrepareLetters(dependencies: Dependencies): PrepareActivities['prepareLetters'] {
  const { letters, log } = dependencies;
  const judgePdf = createPrepareLetter(dependencies);

  function prepareLetter(letter: PendingLetter): Promise<void> {
    switch (letter.kind) {
      case 'precompiled':
        return judgePdf(letter);
      case 'templated':
        throw new Error('Templated letters have no renderer yet');
      default:
        return assertNever(letter);
    }
  }

  return async ({ shard }) => {
    const progress = trackProgress();
    const page = await letters.pending(shard, PAGE);
    const queue = page.values();
    const faults: unknown[] = [];

    async function prepareOne(letter: PendingLetter): Promise<void> {
      try {
        await prepareLetter(letter);
      } catch (error) {
        faults.push(error);
        log.error({ letterId: letter.id, error: String(error) }, 'letter not prepared, it is tried again');
      }
      progress.item();
    }

    async function work(): Promise<void> {
      for (const letter of queue) await prepareOne(letter);
    }

    await Promise.all(Array.from({ length: AT_ONCE }, work));
    if (page.length > 0 && faults.length === page.length) {
      throw retryLater(`None of ${page.length} letters could be prepared`, faults[0]);
    }
    return { prepared: page.length - faults.length, more: page.length === PAGE };
  };
}
