import type { LetterId } from '../../domain/letter';
import { type LettersActivities, ticketKeys } from '../../contract';
import type { LetterStore, Tickets } from '../../ports';
import type { ActivityDependencies } from '../dependencies';

type Failure = Awaited<ReturnType<LetterStore['unticketedFailures']>>[number];
interface Found {
  readonly count: number;
  readonly named: readonly Failure[];
}

const PAGE = 1_000;
const NAMED = 100;
const LETTER_ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** A move that was still under way at the instant has committed by then: a second attempt finds the same letters. */
const SETTLED_MS = 60_000;

const describe = ({ id, failure, dropped }: Failure): string =>
  `${id} (${[failure, ...dropped.map((batchId) => `dropped from ${batchId}`)].filter(Boolean).join(', ') || 'no reason recorded'})`;

type Dependencies = Pick<ActivityDependencies, 'letters' | 'tickets'>;

/** Those of a page that the ticket of no step names. */
async function unnamed(page: readonly Failure[], tickets: Tickets): Promise<readonly Failure[]> {
  const keys = page.flatMap(({ id, dropped }) => [
    ticketKeys.letterUnpreparable(id),
    ...dropped.map(ticketKeys.letterDropped),
  ]);
  const messages = (await tickets.ofCauses(keys)).map(({ message }) => message);
  const told = new Set(messages.flatMap((message) => message.match(LETTER_ID) ?? []));
  return page.filter(({ id }) => !told.has(id));
}

async function findUnnamed(before: Date, { letters, tickets }: Dependencies): Promise<Found> {
  const named: Failure[] = [];
  let count = 0;
  let after: LetterId | undefined;
  for (;;) {
    const page = await letters.unticketedFailures(before, after, PAGE);
    const found = await unnamed(page, tickets);
    count += found.length;
    named.push(...found.slice(0, NAMED - named.length));
    after = page.at(-1)?.id;
    if (page.length < PAGE) return { count, named };
  }
}

/**
 * Every technical failure is in a ticket. Steps that find one raise their own; what those do not name, such as a second
 * drop from a batch whose first ticket is open, becomes one ticket here. Each letter once.
 */
export function createCheckTechnicalFailures(dependencies: Dependencies): LettersActivities['checkTechnicalFailures'] {
  const { letters, tickets } = dependencies;
  return async ({ at }) => {
    const before = new Date(Date.parse(at) - SETTLED_MS);
    const dedupKey = ticketKeys.technicalFailure(at);
    const { count, named } = await findUnnamed(before, dependencies);
    // An attempt that died after its ticket left one of this very instant, perhaps closed by now: the letters are in it.
    const told = count === 0 || (await tickets.ofCauses([dedupKey])).length > 0;
    if (!told) {
      await tickets.raise({
        kind: 'letters-technical-failure',
        dedupKey,
        subject: 'Letters in technical-failure',
        message: `${count} letters are in technical-failure and were not printed. Find out why, and tell their services. Letters: ${named.map(describe).join(', ')}`,
      });
    }
    await letters.failuresTicketed(before);
    return { opened: told ? 0 : 1, closed: 0 };
  };
}
