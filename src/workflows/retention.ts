import type { CheckInput, RetentionResult } from '../contract';
import { bulk } from './activity-options';
import { scheduledStart } from './scheduled-start';

/** 03:00 London: letters whose retention is over lose every copy, then zips of which no letter is left. */
export async function retention({ at = scheduledStart() }: CheckInput = {}): Promise<RetentionResult> {
  const { letters } = await bulk.eraseLetters(`Erase letters whose retention is over at ${at}`, { at });
  const { zips } = await bulk.eraseZips('Erase zips of which no letter is left');
  return { letters, zips };
}
