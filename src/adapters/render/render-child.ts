/** Entry of the child process: one letter in, one PDF out. Node ends it when the parent, and so the channel, is gone. */
import type { LetterToRender } from '../../domain/rendering';
import { createTypesetter } from './typeset';

const typeset = createTypesetter();
process.on('message', (letter: LetterToRender) => process.send?.(typeset(letter)));
process.send?.('ready');
