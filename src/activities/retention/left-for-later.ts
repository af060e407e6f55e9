import { Context } from '@temporalio/activity';
import type { ActivityLog } from '../dependencies';
import { retryLater } from '../failures';

/** Some minutes. What an outage held up is done by then. */
const MOST_ATTEMPTS = 10;

/**
 * Some objects could not be removed: the attempt is repeated. An object that can never be removed must not hold up the
 * nights to come, so at last it is left to them.
 */
export function leaveForLater(left: number, what: 'letters' | 'zips', log: ActivityLog): void {
  if (left === 0) return;
  const told = `${left} ${what} could not be erased`;
  if (Context.current().info.attempt < MOST_ATTEMPTS) throw retryLater(told);
  log.error({ left }, `${told}, the next night tries them again`);
}
