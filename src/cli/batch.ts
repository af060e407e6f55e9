import type { Command } from 'commander';
import { type Day, londonDayOf } from '../domain/calendar';
import { viewAct, viewBatch } from '../operations/views';
import { addBatchActs, batchInput } from './batch-acts';
import type { CliDependencies } from './dependencies';
import { NotFound } from './failures';
import { dayInput } from './inputs';
import { type Report, listReport, recordText, tableText } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

const PAGE = 500;

async function* batchesOf({ runs, batches }: CliDependencies, day: Day) {
  for (const { runNo } of await runs.ofDay(day)) {
    let page = await batches.ofRun(day, runNo, 0, PAGE);
    while (page.length > 0) {
      yield* page;
      page = await batches.ofRun(day, runNo, page.at(-1)?.position ?? 0, PAGE);
    }
  }
}

async function list(dependencies: CliDependencies, { options }: Call<{ day?: Day }>): Promise<Report> {
  const rows = [];
  for await (const batch of batchesOf(dependencies, options.day ?? londonDayOf(dependencies.clock.now()))) {
    rows.push(viewBatch(batch));
  }
  return listReport(rows, ['id', 'state', 'letters', 'pdf_bytes', 'parked_reason', 'published_at', 'acknowledged_at']);
}

async function show({ batches }: CliDependencies, { arguments: [text = ''] }: Call<object>): Promise<Report> {
  const { id, day } = batchInput(text);
  const batch = await batches.find(id);
  if (!batch) throw new NotFound(`There is no batch ${id} (postroom batch list --day ${day})`);
  const view = viewBatch(batch);
  const acts = (await batches.acts(id)).map(viewAct);
  const done = tableText(acts, ['at', 'act', 'actor', 'reason']);
  return { json: { ...view, acts }, text: `${recordText(view)}\n\nacts\n${done}` };
}

export function addBatch(program: Command, surroundings: Surroundings): void {
  const noun = program.command('batch').description('letters that travel in one zip');
  addVerb<{ day?: Day }>(noun, surroundings, 'list', "a day's batches", list).option(
    '--day <day>',
    'the print day (default: today)',
    dayInput,
  );
  addVerb(noun, surroundings, 'show <id>', 'one batch and what operators did to it', show);
  addBatchActs(noun, surroundings);
}
