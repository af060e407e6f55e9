import type { Command } from 'commander';
import { type Letter, type LetterEvent, isBeingPrepared } from '../domain/letter';
import type { CliDependencies } from './dependencies';
import { NotFound, UsageError } from './failures';
import { returnLetters } from '../operations/return-letters';
import { readInput } from './inputs';
import { type Report, listReport, recordReport, recordText, tableText } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const viewLetter = (letter: Letter) => ({
  id: letter.id,
  service_id: letter.serviceId,
  client_reference: letter.clientReference,
  reference: letter.reference,
  key_kind: letter.keyKind,
  status: letter.status,
  being_prepared: isBeingPrepared(letter),
  failure: letter.failure,
  postage: letter.postage,
  sheets: letter.sheets,
  print_day: letter.printDay,
  print_key: letter.printKey,
  batch_id: letter.batchId,
  created_at: letter.createdAt.toISOString(),
  sent_at: letter.sentAt?.toISOString() ?? null,
  updated_at: letter.updatedAt?.toISOString() ?? null,
});

const viewEvent = ({ sequence, status, at, actor, detail, hash }: LetterEvent) => ({
  sequence,
  status,
  at: at.toISOString(),
  actor,
  detail,
  hash,
});

const notFound = (term: string) =>
  new NotFound(`No letter has the id or reference ${term}; give its id, our reference or the service's own`);

const TIMELINE = ['sequence', 'at', 'status', 'actor', 'detail'] as const;

/** The one letter of that id or reference, with all that happened to it. */
async function readLetter({ letters }: CliDependencies, term: string) {
  const [letter, another] = await letters.search(term);
  if (!letter) throw notFound(term);
  if (another)
    throw new UsageError(`Several letters have the reference ${term}: choose one (postroom letter find ${term})`);
  return { letter, timeline: (await letters.events(letter.id)).map(viewEvent) };
}

async function show(dependencies: CliDependencies, { arguments: [term = ''] }: Call<object>): Promise<Report> {
  const { letter, timeline } = await readLetter(dependencies, term);
  const view = viewLetter(letter);
  return {
    json: { ...view, timeline },
    text: `${recordText(view)}\n\ntimeline\n${tableText(timeline, TIMELINE)}`,
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
