import type { LookResult } from '../../contract';
import type { NewTicket, Ticket, TicketKind } from '../../domain/ticket';
import type { Tickets } from '../../ports';

/** Whether the cause of a ticket is gone. */
export type IsGone = (ticket: Ticket) => Promise<boolean>;

/** The part of a ticket's key that names its cause. */
export const causeOf = ({ dedupKey }: Pick<NewTicket, 'dedupKey'>): string => dedupKey.slice(dedupKey.indexOf(':') + 1);

/** Opens the tickets of causes that stand, and closes the open ones of their kind whose cause is gone. */
export async function reconcile(
  tickets: Tickets,
  kind: TicketKind,
  standing: readonly Omit<NewTicket, 'kind'>[],
): Promise<LookResult> {
  let [opened, closed] = [0, 0];
  for (const cause of standing) if (await tickets.raise({ kind, ...cause })) opened += 1;
  const keys = new Set(standing.map(({ dedupKey }) => dedupKey));
  for (const ticket of await tickets.list({ open: true })) {
    if (ticket.kind !== kind || keys.has(ticket.dedupKey)) continue;
    if (await tickets.resolve(ticket.dedupKey)) closed += 1;
  }
  return { opened, closed };
}
