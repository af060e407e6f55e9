import type { Command } from 'commander';
import { cutOffOf, londonDayOf } from '../domain/calendar';
import { readPrintDay } from '../operations/read-print-day';
import type { CliDependencies } from './dependencies';
import { type Report, recordText, tableText } from './report';
import { viewTicket } from './ticket';
import { type Surroundings, addVerb } from './verb';

async function readStatus(dependencies: CliDependencies): Promise<Report> {
  const day = londonDayOf(dependencies.clock.now());
  const [printDay, waiting, tickets] = await Promise.all([
    readPrintDay(day, dependencies),
    dependencies.letters.waiting(),
    dependencies.tickets.list({ open: true }),
  ]);
  const letters = {
    preparing: waiting.pending,
    waiting: waiting.created,
    oldest: waiting.oldest?.toISOString() ?? null,
  };
  const openTickets = tickets.map(viewTicket);
  const { runs, batches_by_state: batches } = printDay;
  const cutOff = cutOffOf(day).toISOString();
  return {
    json: { day, cut_off_at: cutOff, letters, runs, batches_by_state: batches, open_tickets: openTickets },
    text: [
      recordText({
        'print day': `${day}, cut-off ${cutOff}`,
        'letters being prepared': letters.preparing,
        'letters waiting to be printed': letters.waiting,
        'oldest of both since': letters.oldest,
      }),
      `\nruns today\n${tableText(runs, ['run_no', 'state', 'cut_off_at', 'batches', 'letters', 'actor'])}`,
      `\nbatches by state\n${Object.keys(batches).length > 0 ? recordText(batches) : 'none'}`,
      `\nopen tickets\n${tableText(openTickets, ['id', 'kind', 'opened_at', 'subject'])}`,
    ].join('\n'),
  };
}

export function addStatus(program: Command, surroundings: Surroundings): void {
  addVerb(
    program,
    surroundings,
    'status',
    "today's run, batches by state, open tickets, the oldest letter",
    readStatus,
  );
}
