import { PREPARE_SHARDS } from '../../contract';
import { fakeResponseNameOf } from '../../domain/names';
import { fakeResponseLine } from '../../domain/response-file';
import type { ActivityDependencies } from '../dependencies';
import type { UnansweredLetter } from './make-letter';

type Dependencies = Pick<ActivityDependencies, 'letters' | 'objects' | 'clock' | 'settings'>;

const SECOND_MS = 1_000;

/**
 * Drops one response file for a page of test letters where the normal intake finds it, and then writes down their PDFs:
 * a worker that dies in between finds the letters again. Their second answer finds them answered, and does nothing.
 */
export function createAnswerTestLetters({ letters, objects, clock, settings }: Dependencies) {
  /** A name tells a second, and no two files may have one: each shard has seconds of its own. */
  async function freeKey(shard: number): Promise<string> {
    let second = Math.floor(clock.now().getTime() / SECOND_MS);
    while (second % PREPARE_SHARDS !== shard) second += 1;
    for (; ; second += PREPARE_SHARDS) {
      const name = fakeResponseNameOf(new Date(second * SECOND_MS), settings.filePrefix);
      const key = `${settings.responsesPrefix}${name}`;
      if (!(await objects.head(key))) return key;
    }
  }

  return async (shard: number, unanswered: readonly UnansweredLetter[]): Promise<void> => {
    if (unanswered.length === 0) return;
    const file = unanswered.map(({ letter }) => fakeResponseLine(letter.reference)).join('');
    await objects.put(await freeKey(shard), Buffer.from(file), 'text/plain');
    for (const { letter, pdf } of unanswered) await letters.attachPdf(letter.id, pdf);
  };
}
