import type { Command } from 'commander';
import type { Letter } from '../domain/letter';
import { drawOverlay, findLetterAtFault } from '../operations/draw-overlay';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { writePictures } from './picture-files';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

async function letterAtFault({ letters }: CliDependencies, term: string): Promise<Letter> {
  const found = await findLetterAtFault(term, letters);
  switch (found.kind) {
    case 'none':
      throw new NotFound(`No letter has the id or reference ${term}`);
    case 'several':
      throw new UsageError(`Several letters have the reference ${term}: choose one (postroom letter find ${term})`);
    case 'not-at-fault':
      throw new UsageError(
        `The letter was not refused for what it prints outside the printable area: it is ${found.is}`,
      );
    case 'found':
      return found.letter;
  }
}

async function picturesOf(letter: Letter, { objects, openPictures }: CliDependencies): Promise<readonly Buffer[]> {
  const overlay = await drawOverlay(letter, letter.pagesAtFault, { objects, pictures: openPictures() });
  switch (overlay.kind) {
    case 'erased':
      throw new NotFound('The PDF that came in is not kept any more');
    case 'breaks':
      throw new Error('The PDF breaks the program that draws it, so nobody should open it');
    case 'drawn':
      return overlay.pictures;
  }
}

/** Pictures of a refused letter's pages that show what it prints where it may not. */
export function addLetterOverlay(noun: Command, surroundings: Surroundings): void {
  addVerb<{ readonly output: string }>(
    noun,
    surroundings,
    'overlay <id-or-reference>',
    'pictures of what a refused letter prints outside the printable area',
    async (dependencies, { arguments: [term = ''], options: { output } }) => {
      if (!output.endsWith('.png')) throw new UsageError('Give an --output that ends in .png');
      const letter = await letterAtFault(dependencies, term);
      const pictures = await picturesOf(letter, dependencies);
      const { pagesAtFault } = letter;
      const files = await writePictures(output, pictures, pagesAtFault);
      return recordReport({ pages_at_fault: pagesAtFault, files });
    },
  ).requiredOption('--output <path>', 'a .png (letter-1.png, letter-3.png where pages 1 and 3 are at fault)');
}
