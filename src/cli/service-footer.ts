import type { Command } from 'commander';
import { type Footer, readFooter } from '../domain/footer';
import { type Rendering, adviceOn, characterWithCode } from '../domain/rendering';
import { templatePreview } from '../domain/template-preview';
import type { LetterRenderer } from '../ports';
import { UsageError } from './failures';
import { textOfFile } from './inputs';
import { knownService } from './known-service';
import { recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

const SAMPLE = { contactBlock: null, subject: 'A sample letter', body: 'It shows whether the footer can be drawn.' };

/** What a letter that is made with a footer becomes. */
type Draw = (footer: Footer) => Promise<Rendering>;

const drawing =
  (renderer: LetterRenderer, now: Date): Draw =>
  (footer) => {
    const letter = templatePreview(SAMPLE, {}, { logo: null, footer, now });
    if (!letter.ok) throw new Error(`The sample letter is none: ${letter.error}`);
    return renderer.render(letter.value);
  };

const isTooWide = (drawn: Rendering): boolean => drawn.kind === 'refused' && drawn.reason === 'footer-does-not-fit';

/** How many of a line's characters fit, all that come before the first that does not. */
async function fitting(characters: readonly string[], draw: Draw): Promise<number> {
  let [fits, tooMany] = [0, characters.length + 1];
  while (tooMany - fits > 1) {
    const tried = Math.floor((fits + tooMany) / 2);
    if (isTooWide(await draw([characters.slice(0, tried).join('')]))) tooMany = tried;
    else fits = tried;
  }
  return fits;
}

/** The lines that are too wide, each with how many of its characters would fit. */
async function widthProblem(footer: Footer, draw: Draw): Promise<string> {
  const problems: string[] = [];
  for (const [index, line] of footer.entries()) {
    const characters = Array.from(line);
    const fits = await fitting(characters, draw);
    if (fits < characters.length) {
      problems.push(`line ${index + 1} has ${characters.length} characters, of which ${fits} fit`);
    }
  }
  return problems.join('; ');
}

/** Throws with what is wrong with a footer, once it has been drawn. */
async function assertDrawn(file: string, footer: Footer, draw: Draw): Promise<void> {
  const drawn = await draw(footer);
  if (drawn.kind === 'letter') return;
  if (drawn.kind === 'broken') throw new UsageError(`${file} is no footer: it cannot be drawn`);
  const problem = isTooWide(drawn) ? await widthProblem(footer, draw) : adviceOn(drawn, characterWithCode);
  throw new UsageError(`${file} is no footer: ${problem}`);
}

/** The small print of a service's letters, drawn once before it is kept. */
export function addServiceFooter(noun: Command, surroundings: Surroundings): void {
  addVerb<{ remove?: true }>(
    noun,
    surroundings,
    'footer <id> [file]',
    'up to three lines of plain text at the foot of its letters from templates, from now on',
    async ({ services, footers, openPdfs, clock }, { arguments: [given, file], options, actor }) => {
      const { id } = await knownService(services, given);
      if (options.remove) {
        if (file !== undefined) throw new UsageError('Give a file or --remove, not both');
        await footers.set(id, [], actor);
        return recordReport({ id, footer: [] });
      }
      if (file === undefined) throw new UsageError('Give a text file, or --remove');
      const footer = readFooter(await textOfFile(file));
      if (!footer.ok) throw new UsageError(`${file} is no footer: ${footer.error}`);
      await assertDrawn(file, footer.value, drawing(openPdfs().renderer, clock.now()));
      await footers.set(id, footer.value, actor);
      return recordReport({ id, footer: footer.value });
    },
  ).option('--remove', 'none from now on');
}
