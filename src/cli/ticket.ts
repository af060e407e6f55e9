import type { Command } from 'commander';
import type { DeliveryState, Ticket } from '../domain/ticket';
import { NotFound } from './failures';
import { listReport, recordReport } from './report';
import { type Surroundings, addVerb } from './verb';

export const viewTicket = (ticket: Ticket) => ({
  id: ticket.id,
  kind: ticket.kind,
  dedup_key: ticket.dedupKey,
  subject: ticket.subject,
  message: ticket.message,
  opened_at: ticket.openedAt.toISOString(),
  closed_at: ticket.closedAt?.toISOString() ?? null,
  closed_by: ticket.closedBy,
});

const viewDelivery = ({ sink, externalId, openedAt, closedAt, attempts, lastError }: DeliveryState) => ({
  sink,
  external_id: externalId,
  opened_at: openedAt?.toISOString() ?? null,
  closed_at: closedAt?.toISOString() ?? null,
  attempts,
  last_error: lastError,
});

const notFound = (id: string) => new NotFound(`There is no open ticket ${id} (postroom ticket list)`);

export function addTicket(program: Command, surroundings: Surroundings): void {
  const noun = program.command('ticket').description('what a person must look at');
  addVerb<{ all?: true }>(noun, surroundings, 'list', 'open tickets', async ({ tickets }, { options }) => {
    const open = await tickets.list({ open: true });
    const closed = options.all ? await tickets.list({ open: false }) : [];
    return listReport([...open, ...closed].map(viewTicket), ['id', 'kind', 'opened_at', 'closed_at', 'subject']);
  }).option('--all', 'closed ones too');
  addVerb(noun, surroundings, 'show <id>', 'one ticket', async ({ tickets, deliveries }, { arguments: [id = ''] }) => {
    const ticket = await tickets.find(id);
    if (!ticket) throw notFound(id);
    return recordReport({ ...viewTicket(ticket), told: (await deliveries.ofTicket(id)).map(viewDelivery) });
  });
  addVerb(noun, surroundings, 'close <id>', 'closes a ticket', async ({ tickets }, { arguments: [id = ''], actor }) => {
    if (!(await tickets.close(id, actor))) throw notFound(id);
    return recordReport({ id, closed_by: actor });
  });
}
