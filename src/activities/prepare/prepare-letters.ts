import type { InspectionNote } from '../../domain/inspection';
import type { LetterId, PendingLetter } from '../../domain/letter';
import { assertNever } from '../../domain/result';
import type { PrepareActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { retryLater } from '../failures';
import { createAnswerTestLetters } from './answer-test-letters';
import { type UnansweredLetter, createMakeLetter } from './make-letter';
import { createPrepareLetter } from './prepare-letter';
import { beatingWhile } from '../progress';

type Dependencies = Pick<
  ActivityDependencies,
  | 'letters'
  | 'objects'
  | 'scanner'
  | 'inspector'
  | 'renderer'
  | 'tickets'
  | 'clock'
  | 'environment'
  | 'log'
  | 'settings'
>;

const PAGE = 50;
/** One PDF is read while another is inspected; more would only queue for the processor. */
const AT_ONCE = 2;

/** What a page of letters leaves to be said. */
interface Open {
  /** Still to be answered. */
  readonly unanswered: UnansweredLetter[];
  /** Ids of letters that a printer may want otherwise. */
  readonly noted: Map<InspectionNote, LetterId[]>;
}

/** By its kind. */
function createPrepareOne(dependencies: Dependencies) {
  const judge = createPrepareLetter(dependencies);
  const make = createMakeLetter(dependencies);
  return async (letter: PendingLetter, { unanswered, noted }: Open): Promise<void> => {
    switch (letter.kind) {
      case 'precompiled':
        for (const note of await judge(letter)) noted.set(note, [...(noted.get(note) ?? []), letter.id]);
        return undefined;
      case 'templated': {
        const made = await make(letter);
        if (made) unanswered.push(made);
        return undefined;
      }
      default:
        return assertNever(letter);
    }
  };
}

/** Prepares the next page of a shard. A fault with one letter never stops the others: it stays for the next page. */
export function createPrepareLetters(dependencies: Dependencies): PrepareActivities['prepareLetters'] {
  const { letters, log } = dependencies;
  const prepareOne = createPrepareOne(dependencies);
  const answer = createAnswerTestLetters(dependencies);

  async function preparePage(shard: number) {
    const page = await letters.pending(shard, PAGE);
    const queue = page.values();
    const faults: unknown[] = [];
    const open: Open = { unanswered: [], noted: new Map() };

    async function work(): Promise<void> {
      for (const letter of queue) {
        try {
          await prepareOne(letter, open);
        } catch (error) {
          faults.push(error);
          log.error({ letterId: letter.id, error: String(error) }, 'letter not prepared, it is tried again');
        }
      }
    }

    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await answer(shard, open.unanswered);
    // One line a page, not a letter: a letter that goes well has two lines in its life.
    if (open.noted.size > 0) log.info(Object.fromEntries(open.noted), 'letters that a printer may want otherwise');
    if (page.length > 0 && faults.length === page.length) {
      throw retryLater(`None of ${page.length} letters could be prepared`, faults[0]);
    }
    return { prepared: page.length - faults.length, more: page.length === PAGE };
  }

  // A letter that waits for a child and then takes all its time would be taken for a dead worker.
  return ({ shard }) => beatingWhile(() => preparePage(shard));
}
