import { join } from 'node:path';
import type { PagePictures } from '../../ports';
import { createChildPool } from '../children/create-child-pool';
import type { ChildLimits } from '../children/start-child';
import type { PictureQuestion } from './our-pages';

const LIMITS: ChildLimits = {
  letterMs: 60_000,
  letterCpuMs: 30_000,
  startMs: 30_000,
  dataKib: 500_000,
  heapMib: 256,
  letters: 50,
  cpuSeconds: 120,
};

/** A child's message, taken for pictures only where it is some. */
const parsePictures = (message: unknown): readonly Buffer[] | undefined =>
  Array.isArray(message) && message.every((each) => each instanceof Uint8Array)
    ? message.map((each) => Buffer.from(each))
    : undefined;

/** Draws pages, in a child process as whatever looks into PDFs. */
export function createPagePictures(): PagePictures {
  const program = {
    entry: join(__dirname, 'picture-child'),
    purpose: 'child process that draws pages',
    limits: LIMITS,
    walled: true,
    parse: parsePictures,
  };
  const children = createChildPool(program, 1);
  const ask = (question: PictureQuestion) => children.ask(question);
  return {
    draw: async (letter) => {
      const pictures = await ask({ ...letter, kind: 'pages' });
      if (!pictures) throw new Error('The pages of this letter cannot be drawn');
      return pictures;
    },
    drawFaults: (letter) => ask({ ...letter, kind: 'faults' }),
    close: () => children.close(),
  };
}
