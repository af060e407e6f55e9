import type { Command } from 'commander';
import type { Letter } from '../domain/letter';
import { incomingKeyOf } from '../domain/names';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { writePictures } from './picture-files';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const OUTSIDE = 'content-outside-printable-area';

/** The one letter of that id or reference. Throws unless it was refused for where it prints. */
async function refusedLetter({ letters }: CliDependencies, term: string): Promise<Letter> {
  const [letter, ...others] = await letters.search(term);
  if (!letter) throw new NotFound(`No letter has the id or reference ${term}`);
  if (others.length > 0)
    throw new UsageError(`Several letters have the reference ${term}: choose one (postroom letter find ${term})`);
  if (letter.failure === OUTSIDE) return letter;
  const is = letter.failure ?? letter.status;
  throw new UsageError(`The letter was not refused for what it prints outside the printable area: it is ${is}`);
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
      const { reference, pagesAtFault } = await refusedLetter(dependencies, term);
      const pdf = await dependencies.objects.get(incomingKeyOf(reference));
      if (!pdf) throw new NotFound('The PDF that came in is not kept any more');
      const pictures = await dependencies.openPdfs().pictures.drawFaults({ pdf, pagesAtFault });
      return recordReport({ pages_at_fault: pagesAtFault, files: await writePictures(output, pictures) });
    },
  ).requiredOption('--output <path>', 'a .png (letter-1.png, letter-2.png where several pages are at fault)');
}
