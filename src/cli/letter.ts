import type { Command } from 'commander';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { returnLetters } from '../operations/return-letters';
import { showLetter, viewLetter } from '../operations/show-letter';
import { readInput } from './inputs';
import { addLetterOverlay } from './letter-overlay';
import { type Report, listReport, recordReport, recordText, tableText } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const notFound = (term: string) =>
  new NotFound(`No letter has the id or reference ${term}; give its id, our reference or the service's own`);

const TIMELINE = ['sequence', 'at', 'status', 'actor', 'detail'] as const;

async function readLetter({ letters }: CliDependencies, term: string) {
  const found = await showLetter(term, letters);
  switch (found.kind) {
    case 'none':
      throw notFound(term);
    case 'several':
      throw new UsageError(`Several letters have the reference ${term}: choose one (postroom letter find ${term})`);
    case 'one':
      return found;
  }
}

async function show(dependencies: CliDependencies, { arguments: [term = ''] }: Call<object>): Promise<Report> {
  const { letter, timeline } = await readLetter(dependencies, term);
  return {
    json: { ...letter, timeline },
    text: `${recordText(letter)}\n\ntimeline\n${tableText(timeline, TIMELINE)}`,
  };
}

async function showTimeline(dependencies: CliDependencies, { arguments: [term = ''] }: Call<object>): Promise<Report> {
  return listReport((await readLetter(dependencies, term)).timeline, TIMELINE);
}

async function returned(
  dependencies: CliDependencies,
  { arguments: [path = ''], actor }: Call<object>,
): Promise<Report> {
  const told = await returnLetters((await readInput(path)).toString('utf8'), actor, dependencies);
  if (!told.ok) throw new UsageError(`${path}: ${told.error}`);
  return recordReport(told.value);
}

export function addLetter(program: Command, surroundings: Surroundings): void {
  const noun = program.command('letter').description('single letters');
  addVerb(noun, surroundings, 'show <id-or-reference>', 'a letter and its timeline', show);
  addLetterOverlay(noun, surroundings);
  addVerb(noun, surroundings, 'timeline <id-or-reference>', 'what happened to a letter, in order', showTimeline);
  addVerb(noun, surroundings, 'returned <path>', 'letters that came back: our references, one a line', returned);
  addVerb(
    noun,
    surroundings,
    'find <id-or-reference>',
    'letters of that id or reference',
    async ({ letters }, call) => {
      const [term = ''] = call.arguments;
      const found = await letters.search(term);
      if (found.length === 0) throw notFound(term);
      return listReport(found.map(viewLetter), [
        'id',
        'reference',
        'client_reference',
        'status',
        'postage',
        'print_day',
        'batch_id',
      ]);
    },
  );
}
