import { CALLBACK_PAGE } from '../../domain/callback';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** Pages of one service at a time: enough for a burst, and no service takes up all of a worker's slots. */
const PAGES_AT_ONCE = 2;

/** What is to be done for a service: pages to send now, how long until something is due, or nothing at all. */
export function createLookForCallbacks({
  callbacks,
  clock,
}: Pick<ActivityDependencies, 'callbacks' | 'clock'>): LettersActivities['lookForCallbacks'] {
  return async ({ serviceId }) => {
    const now = clock.now();
    const { due, fruitless, nextAt } = await callbacks.look(serviceId, now, PAGES_AT_ONCE * CALLBACK_PAGE);
    // An endpoint that failed last time is tried with one page before it gets more.
    const pages = Math.min(Math.ceil(due / CALLBACK_PAGE), fruitless > 0 ? 1 : PAGES_AT_ONCE);
    return { pages, waitMs: nextAt && Math.max(0, nextAt.getTime() - now.getTime()) };
  };
}
