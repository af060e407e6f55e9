import type { Command } from 'commander';
import { type Day, londonDayOf } from '../domain/calendar';
import { readPrintDay } from '../operations/read-print-day';
import { planPrintRun } from '../operations/plan-print-run';
import { startPrintRun } from '../operations/start-print-run';
import { viewRun } from '../operations/views';
import type { CliDependencies } from './dependencies';
import { UsageError } from './failures';
import { countInput, cutOffInput, dayInput } from './inputs';
import { type Report, listReport, recordReport, recordText, tableText } from './report';
import { type Call, type Surroundings, addVerb } from './verb';

interface StartOptions {
  readonly day?: Day;
  readonly cutOff?: Date | 'now';
  readonly reason: string;
}

async function start(dependencies: CliDependencies, { options, actor }: Call<StartOptions>): Promise<Report> {
  const started = await startPrintRun({ ...options, actor }, dependencies);
  if (started.kind === 'refused') throw new UsageError(started.message);
  return recordReport({ outcome: started.kind, ...viewRun(started.run) });
}

async function show(dependencies: CliDependencies, { arguments: [text] }: Call<object>): Promise<Report> {
  const day = text === undefined ? londonDayOf(dependencies.clock.now()) : dayInput(text);
  const json = await readPrintDay(day, dependencies);
  const runs = tableText(json.runs, [
    'run_no',
    'state',
    'cut_off_at',
    'batches',
    'letters',
    'bytes',
    'actor',
    'workflow_id',
  ]);
  const batches = Object.keys(json.batches_by_state).length > 0 ? recordText(json.batches_by_state) : 'none';
  const volumes = json.runs.flatMap(({ run_no, volumes: { classes } }) => classes.map((each) => ({ run_no, ...each })));
  const volumesText = tableText(volumes, ['run_no', 'postage', 'class', 'letters', 'sheets']);
  return { json, text: `runs of ${day}\n${runs}\n\nbatches by state\n${batches}\n\nvolumes\n${volumesText}` };
}

async function plan(dependencies: CliDependencies, { options }: Call<Omit<StartOptions, 'reason'>>): Promise<Report> {
  const planned = await planPrintRun(options, dependencies);
  if (planned.kind === 'refused') throw new UsageError(planned.why);
  const { view } = planned;
  const leftOut = Object.entries(view.left_out).map(([why, { letters, named }]) => {
    const first = named[0];
    return {
      why,
      letters,
      first: first?.reference,
      in: first?.batch_id ?? (first?.hold_id && `hold ${first.hold_id}`),
    };
  });
  const { day, cut_off_at, totals, test_letters } = view;
  const text = [
    recordText({ day, cut_off_at, ...totals, test_letters }),
    `batches\n${tableText(view.batches, ['service_id', 'postage', 'letters', 'bytes'])}`,
    `left out\n${tableText(leftOut, ['why', 'letters', 'first', 'in'])}`,
  ];
  return { json: view, text: text.join('\n\n') };
}

export function addRun(program: Command, surroundings: Surroundings): void {
  const noun = program.command('run').description('print runs');
  addVerb<StartOptions>(noun, surroundings, 'start', 'a further run of what is left', start)
    .option('--day <day>', 'the print day (default: today)', dayInput)
    .option('--cut-off <instant>', 'letters accepted before it; "now" or an instant that has passed', cutOffInput)
    .option('--reason <text>', 'why', 'started on the command line');
  addVerb<Omit<StartOptions, 'reason'>>(noun, surroundings, 'plan', 'what a run would do now; writes nothing', plan)
    .option('--day <day>', 'the print day (default: today)', dayInput)
    .option('--cut-off <instant>', "letters accepted before it (default: the day's); it may lie ahead", cutOffInput);
  addVerb(noun, surroundings, 'show [day]', "a day's runs and batches (default: today)", show);
  addVerb<{ limit: number }>(noun, surroundings, 'list', 'the latest runs', async ({ runs }, { options }) =>
    listReport((await runs.latest(options.limit)).map(viewRun), [
      'day',
      'run_no',
      'state',
      'cut_off_at',
      'actor',
      'workflow_id',
    ]),
  ).option('--limit <count>', 'how many', countInput, 20);
}
