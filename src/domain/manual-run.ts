import { type Day, cutOffOf, londonDayOf, printDayOf } from './calendar';
import { parseInstant } from './instant';
import { type Result, ok, refused } from './result';

/** What an operator asks for. Left out: today, and the cut-off of that day. */
export interface ManualRunRequest {
  readonly day?: Day | undefined;
  readonly cutOff?: Date | 'now' | undefined;
}

export const parseCutOff = (text: string): Date | 'now' | undefined => (text === 'now' ? text : parseInstant(text));

export interface ManualRunPlan {
  readonly day: Day;
  readonly cutOffAt: Date;
}

const AHEAD = 'Ask again with a cut-off: "now", or an instant that has passed.';

/** The day and the cut-off that are meant. Refused for a day that no letter belongs to yet. */
export function whenToCut(request: ManualRunRequest, now: Date): Result<ManualRunPlan, string> {
  const day = request.day ?? londonDayOf(now);
  if (day > printDayOf(now))
    return refused(`No letter belongs to ${day} yet. The latest print day is ${printDayOf(now)}.`);
  return ok({ day, cutOffAt: request.cutOff === 'now' ? now : (request.cutOff ?? cutOffOf(day)) });
}

/**
 * A run by hand takes what was accepted before its cut-off, so that instant must have passed: letters accepted while it runs would
 * else be in or out by chance. Refused with a sentence that says what to do.
 */
export function planManualRun(request: ManualRunRequest, now: Date): Result<ManualRunPlan, string> {
  const wanted = whenToCut(request, now);
  if (!wanted.ok) return wanted;
  const { day, cutOffAt } = wanted.value;
  if (cutOffAt <= now) return wanted;
  const given = request.cutOff ? 'The cut-off' : `The cut-off of ${day}`;
  return refused(`${given} lies ahead, at ${cutOffAt.toISOString()}. ${AHEAD}`);
}
