import { type DeadlineWindow, deadlineWindow, describeDay } from '../../domain/calendar';
import { deadlineCheckRuns } from '../../domain/environment';
import { CLOSED_BY_ITSELF } from '../../domain/ticket';
import { type CheckResult, type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { finalFailure } from '../failures';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'tickets' | 'calendar' | 'environment' | 'log'>;

const SUBJECT = 'Letters still sending';
/** Working days, two weeks of them. */
const LOOKS_BACK = 10;

/** There is an open ticket of the window's letters, or a person has closed it. */
async function isTold({ firstDay }: DeadlineWindow, tickets: Dependencies['tickets']): Promise<boolean> {
  const told = await tickets.ofCauses([ticketKeys.stillSending(firstDay)]);
  return told.some(({ closedBy }) => closedBy !== CLOSED_BY_ITSELF);
}

/**
 * Letters of the days since the previous working day that the printer has not answered for → one ticket (domain §7).
 * Earlier days had theirs and are not counted again, but where nobody was told: their check never came, or their letters
 * became `sending` after it, as those of a batch that was adopted.
 */
export function createCheckDeadline(dependencies: Dependencies): LettersActivities['checkDeadline'] {
  const { letters, tickets, calendar, environment, log } = dependencies;

  function skip(reason: string): CheckResult {
    log.info({ check: 'deadline', reason }, 'check skipped');
    return { kind: 'skipped', reason };
  }

  async function look({ from, until, firstDay }: DeadlineWindow): Promise<CheckResult> {
    const count = await letters.countSending(from, until);
    const dedupKey = ticketKeys.stillSending(firstDay);
    if (count === 0) {
      await tickets.resolve(dedupKey);
      return { kind: 'clear' };
    }
    const message = `There are ${count} letters in the 'sending' state from ${describeDay(firstDay)}`;
    await tickets.raise({ kind: 'letters-still-sending', dedupKey, subject: SUBJECT, message });
    return { kind: 'ticket', count, subject: SUBJECT };
  }

  async function lookBack({ from }: DeadlineWindow): Promise<void> {
    let earlier = deadlineWindow(from, calendar);
    for (let looked = 0; earlier.ok && looked < LOOKS_BACK; looked += 1) {
      if (!(await isTold(earlier.value, tickets))) await look(earlier.value);
      earlier = deadlineWindow(earlier.value.from, calendar);
    }
  }

  return async ({ at }) => {
    if (!deadlineCheckRuns(environment)) return skip(`it does not run in ${environment}`);
    const window = deadlineWindow(new Date(at), calendar);
    if (window.ok) {
      await lookBack(window.value);
      return look(window.value);
    }
    if (window.error === 'not-a-working-day') return skip('not a working day');
    throw finalFailure(
      `The calendar of bank holidays knows ${calendar.firstKnown} to ${calendar.lastKnown}: refresh it, then check again`,
    );
  };
}
