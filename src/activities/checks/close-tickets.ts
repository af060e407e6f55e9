import { isOver, parseBatchId } from '../../domain/batch';
import { parseDay } from '../../domain/calendar';
import { windowFrom } from '../../domain/check-times';
import type { Ticket, TicketKind } from '../../domain/ticket';
import type { LettersActivities } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { retryLater } from '../failures';
import { callbacksGone } from './callbacks-gone';
import { type IsGone, causeOf } from './look';

type Dependencies = Pick<
  ActivityDependencies,
  'batches' | 'callbacks' | 'letters' | 'runs' | 'tickets' | 'workflows' | 'calendar' | 'log'
>;

/** Whether the cause of a ticket is gone, for the kinds that nothing else closes once their step is over. */
function gone(dependencies: Dependencies): Partial<Record<TicketKind, IsGone>> {
  const { batches, letters, runs, workflows, calendar } = dependencies;

  const batchOf = async (ticket: Ticket) => {
    const identity = parseBatchId(causeOf(ticket));
    return identity && (await batches.find(identity.id));
  };

  /** None of the letters of the ticket's own window is `sending` any more. */
  const answered: IsGone = async (ticket) => {
    const firstDay = parseDay(causeOf(ticket));
    const window = firstDay && windowFrom(firstDay, calendar);
    if (!window?.ok) return false;
    return (await letters.countSending(window.value.from, window.value.until)) === 0;
  };

  return {
    'letters-still-sending': answered,
    'zips-not-acknowledged': async ({ message }) =>
      !(await batches.silent()).some((zipName) => message.includes(zipName)),
    // The workflow that opened it may have been terminated: what it waited for has happened all the same.
    'transfer-failing': async (ticket) => {
      const batch = await batchOf(ticket);
      return batch !== undefined && (batch.publishedAt !== null || isOver(batch.state));
    },
    'batch-parked': async (ticket) => {
      const batch = await batchOf(ticket);
      if (!batch) return false;
      if (isOver(batch.state)) return true;
      if (batch.publishedAt === null || batch.parkedReason !== null) return false;
      const stage = await workflows.stageOfBatch(batch.id);
      return stage !== undefined && stage !== 'parked';
    },
    'print-run-missing': async (ticket) => {
      const day = parseDay(causeOf(ticket));
      return day !== undefined && (await runs.find(day, 1)) !== undefined;
    },
    'letters-left-behind': async (ticket) => {
      const [dayText = '', runText = ''] = causeOf(ticket).split('.');
      const day = parseDay(dayText);
      const run = day && (await runs.find(day, Number(runText)));
      return run !== undefined && (await letters.countPending(run.cutOffAt)) === 0;
    },
  };
}

/** Tickets close by themselves with their cause. One that cannot be looked at now stays open and stops no other. */
export function createCloseTickets(dependencies: Dependencies): LettersActivities['closeTickets'] {
  const { tickets, log } = dependencies;
  const isGone: Partial<Record<TicketKind, IsGone>> = { ...gone(dependencies), ...callbacksGone(dependencies) };

  return async () => {
    const faults: unknown[] = [];
    let closed = 0;
    for (const ticket of await tickets.list({ open: true })) {
      try {
        if ((await isGone[ticket.kind]?.(ticket)) && (await tickets.resolve(ticket.dedupKey))) closed += 1;
      } catch (error) {
        faults.push(error);
        log.error({ ticket: ticket.id, error: String(error) }, 'ticket not looked at, it is tried again');
      }
    }
    if (faults.length > 0) throw retryLater(`${faults.length} tickets could not be looked at`, faults[0]);
    return { opened: 0, closed };
  };
}
