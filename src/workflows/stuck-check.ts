import { ApplicationFailure, isCancellation } from '@temporalio/workflow';
import { type CheckInput, type StuckCheckResult, failureTypes } from '../contract';
import { look } from './activity-options';
import { scheduledStart } from './scheduled-start';

type Look = readonly [name: string, result: Promise<Partial<StuckCheckResult>>];

/**
 * Every ten minutes: whatever waits longer than it should becomes a ticket, tickets whose cause is gone are closed, and
 * what should run is started again. The looks go side by side and one that fails stops no other; then the check fails
 * and names it, so that it is seen.
 */
export async function stuckCheck({ at = scheduledStart() }: CheckInput = {}): Promise<StuckCheckResult> {
  const total = { opened: 0, closed: 0, restarted: 0 };
  const failed: string[] = [];
  for (const [name, result] of looksAt(at)) {
    try {
      const { opened = 0, closed = 0, restarted = 0 } = await result;
      total.opened += opened;
      total.closed += closed;
      total.restarted += restarted;
    } catch (error) {
      if (isCancellation(error)) throw error;
      failed.push(name);
    }
  }
  if (failed.length === 0) return total;
  throw ApplicationFailure.nonRetryable(`These looks failed: ${failed.join(', ')}`, failureTypes.final);
}

/** All under way at once. */
function looksAt(at: string): readonly Look[] {
  const looks: Look[] = [
    ['letters still created', look.checkStillCreated('Letters still created after their run?', { at })],
    ['letters not prepared', look.checkPreparing('Letters waiting too long to be prepared?', { at })],
    ['technical failures', look.checkTechnicalFailures('Technical failures in no ticket?', { at })],
    ['the print run', look.checkRunStarted('Has the print run of the day started?', { at })],
    ['the calendar', look.checkCalendar('Does the calendar run out?', { at })],
    ['causes that are gone', look.closeTickets('Tickets whose cause is gone?')],
    ['lost workflows', restartLost()],
    ['unapplied lines', retryUnapplied(at)],
    ['the volumes', sendVolumes(at)],
  ];
  for (const [, result] of looks) result.catch(() => undefined); // awaited later, one after the other
  return looks;
}

/** Each check tries the next lines; what is left after one of them waits for the next. */
async function retryUnapplied(at: string): Promise<object> {
  return look.retryUnapplied('Lines of files that could not be applied before', { at });
}

/** Not stuck, but of the same rhythm: some minutes after a run the printer knows what to expect. */
async function sendVolumes(at: string): Promise<object> {
  return look.sendVolumes('Volumes to tell the printer?', { at });
}

async function restartLost(): Promise<Partial<StuckCheckResult>> {
  const { batches, drains } = await look.restartLost('Batches or drains without their workflow?');
  return { restarted: batches + drains };
}
