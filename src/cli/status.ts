import type { Command } from 'commander';
import { cutOffOf, londonDayOf } from '../domain/calendar';
import { readPrintDay } from '../operations/read-print-day';
import { viewBatch } from '../operations/views';
import type { CliDependencies } from './dependencies';
import { type Report, recordText, tableText } from './report';
import { viewTicket } from './ticket';
import { type Surroundings, addVerb } from './verb';

/** So many stopped batches are shown; `batch list` has them all. */
const MOST_STOPPED = 100;
const STOPPED = ['id', 'state', 'held', 'parked_reason', 'letters'] as const;

async function readStatus(dependencies: CliDependencies) {
  const day = londonDayOf(dependencies.clock.now());
  const [{ runs, batches_by_state }, waiting, stopped, tickets] = await Promise.all([
    readPrintDay(day, dependencies),
    dependencies.letters.waiting(),
    dependencies.batches.stopped(MOST_STOPPED),
    dependencies.tickets.list({ open: true }),
  ]);
  const oldest = waiting.oldest?.toISOString() ?? null;
  return {
    day,
    cut_off_at: cutOffOf(day).toISOString(),
    letters: { preparing: waiting.pending, waiting: waiting.created, oldest },
    runs,
    batches_by_state,
    stopped_batches: stopped.map(viewBatch),
    open_tickets: tickets.map(viewTicket),
  };
}

function textOf(status: Awaited<ReturnType<typeof readStatus>>): string {
  const { letters, batches_by_state: batches } = status;
  return [
    recordText({
      'print day': `${status.day}, cut-off ${status.cut_off_at}`,
      'letters being prepared': letters.preparing,
      'letters waiting to be printed': letters.waiting,
      'oldest of both since': letters.oldest,
    }),
    `\nruns today\n${tableText(status.runs, ['run_no', 'state', 'cut_off_at', 'batches', 'letters', 'actor'])}`,
    `\nbatches by state\n${Object.keys(batches).length > 0 ? recordText(batches) : 'none'}`,
    `\nbatches that are held or parked\n${tableText(status.stopped_batches, STOPPED)}`,
    `\nopen tickets\n${tableText(status.open_tickets, ['id', 'kind', 'opened_at', 'subject'])}`,
  ].join('\n');
}

async function showStatus(dependencies: CliDependencies): Promise<Report> {
  const json = await readStatus(dependencies);
  return { json, text: textOf(json) };
}

export function addStatus(program: Command, surroundings: Surroundings): void {
  addVerb(
    program,
    surroundings,
    'status',
    "today's run, batches by state, open tickets, the oldest letter",
    showStatus,
  );
}
