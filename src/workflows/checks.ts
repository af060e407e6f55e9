import type { CheckInput, CheckResult } from '../contract';
import { database } from './activity-options';
import { scheduledStart } from './scheduled-start';

/** 16:30 London: letters still `sending` from the last working day on become one ticket. */
export function deadlineCheck({ at = scheduledStart() }: CheckInput = {}): Promise<CheckResult> {
  return database.checkDeadline(`Letters still sending at ${at}`, { at });
}

/** 23:00 London: zips published before 22:00 that the printer has not acknowledged become one ticket. */
export function acknowledgementCheck({ at = scheduledStart() }: CheckInput = {}): Promise<CheckResult> {
  return database.checkAcknowledgements(`Zips not acknowledged at ${at}`, { at });
}
