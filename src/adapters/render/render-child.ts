/** Entry of the child process: one letter in, one PDF out. Node ends it when the parent, and so the channel, is gone. */
import type { LetterToRender } from '../../domain/rendering';
import { createTypesetter } from './typeset';

/** Then it makes room for a new one: long letters and many logos leave more behind than others, and at its limit a child dies with a letter in hand. */
const MOST_BYTES = 300_000_000;

const typeset = createTypesetter();
process.on('message', (letter: LetterToRender) => {
  process.send?.(typeset(letter), () => {
    if (process.memoryUsage.rss() > MOST_BYTES) process.disconnect();
  });
});
process.send?.('ready');
