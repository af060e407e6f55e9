import { type LettersActivities, ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { reconcile } from './look';

const TOO_LONG_MS = 30 * 60_000;

/** Letters whose PDF has been neither judged nor made for over half an hour: *prepare* takes seconds. */
export function createCheckPreparing({
  letters,
  tickets,
}: Pick<ActivityDependencies, 'letters' | 'tickets'>): LettersActivities['checkPreparing'] {
  return async ({ at }) => {
    const count = await letters.unprepared(new Date(Date.parse(at) - TOO_LONG_MS));
    const cause = {
      dedupKey: ticketKeys.notPrepared,
      subject: 'Letters wait too long to be prepared',
      message: `${count} letters have waited for their PDF to be judged or made for over 30 minutes. Look at the workers of the queue letters-prepare, and at the virus scanner if there is one.`,
    };
    return reconcile(tickets, 'letters-not-prepared', count > 0 ? [cause] : []);
  };
}
