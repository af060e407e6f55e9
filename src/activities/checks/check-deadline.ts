import { type DeadlineWindow, deadlineWindow, describeDay } from '../../domain/calendar';
import { deadlineCheckRuns } from '../../domain/environment';
import { type CheckResult, type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { finalFailure } from '../failures';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'tickets' | 'calendar' | 'environment' | 'log'>;

const SUBJECT = 'Letters still sending';

/** Letters of the days since the previous working day that the printer has not answered for → one ticket (domain §7). */
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

  return async ({ at }) => {
    if (!deadlineCheckRuns(environment)) return skip(`it does not run in ${environment}`);
    const window = deadlineWindow(new Date(at), calendar);
    if (window.ok) return look(window.value);
    if (window.error === 'not-a-working-day') return skip('not a working day');
    throw finalFailure(
      `The calendar of bank holidays knows ${calendar.firstKnown} to ${calendar.lastKnown}: refresh it, then check again`,
    );
  };
}
