import { type Selectable, sql } from 'kysely';
import { CLOSED_BY_ITSELF, type NewTicket, type Ticket } from '../../domain/ticket';
import type { Tickets } from '../../ports';
import type { Database, Tables } from './schema';

const CLOSED_LISTED = 100;

/** Where new tickets are told besides the table. */
export interface TicketLog {
  error(fields: object, message: string): void;
}

export const ticketOf = (row: Selectable<Tables['tickets']>): Ticket => ({
  id: String(row.id),
  kind: row.kind,
  dedupKey: row.dedup_key,
  subject: row.subject,
  message: row.message,
  openedAt: row.opened_at,
  closedAt: row.closed_at,
  closedBy: row.closed_by,
});

const withId = (id: string) => sql<boolean>`id::text = ${id}`;

/** The new ticket's id; undefined when its cause has an open one. */
async function insert(db: Database, ticket: NewTicket, sinks: readonly string[]): Promise<number | undefined> {
  const { kind, dedupKey, subject, message } = ticket;
  const { rows } = await sql<{ id: number }>`
    with opened as (
      insert into tickets (kind, dedup_key, subject, message) values (${kind}, ${dedupKey}, ${subject}, ${message})
      on conflict (dedup_key) where closed_at is null do nothing
      returning id
    ), outbox as (
      insert into ticket_deliveries (ticket_id, sink)
      select id, sink from opened, unnest(${sinks}::text[]) as sink
    )
    select id from opened
  `.execute(db);
  return rows[0]?.id;
}

/**
 * Tickets in a table, at most one open for each cause; a new one is also logged at error level and, in the same
 * transaction, put into the outbox of each sink.
 */
export const createTickets = (db: Database, log: TicketLog, sinks: readonly string[] = []): Tickets => ({
  raise: async (ticket) => {
    const id = await insert(db, ticket, sinks);
    if (id === undefined) return false;
    const { kind, dedupKey, subject, message } = ticket;
    log.error({ ticket: String(id), kind, dedupKey, detail: message }, subject);
    return true;
  },
  list: async ({ open }) => {
    const tickets = db.selectFrom('tickets').selectAll().orderBy('id', 'desc');
    const asked = open
      ? tickets.where('closed_at', 'is', null)
      : tickets.where('closed_at', 'is not', null).limit(CLOSED_LISTED);
    return (await asked.execute()).map(ticketOf);
  },
  find: async (id) => {
    const row = await db.selectFrom('tickets').selectAll().where(withId(id)).executeTakeFirst();
    return row && ticketOf(row);
  },
  close: async (id, actor) => {
    const open = db.updateTable('tickets').where(withId(id)).where('closed_at', 'is', null);
    const closed = await open.set({ closed_at: sql<Date>`now()`, closed_by: actor }).executeTakeFirst();
    return closed.numUpdatedRows === 1n;
  },
  resolve: async (dedupKey) => {
    const open = db.updateTable('tickets').where('dedup_key', '=', dedupKey).where('closed_at', 'is', null);
    const closed = await open.set({ closed_at: sql<Date>`now()`, closed_by: CLOSED_BY_ITSELF }).executeTakeFirst();
    return closed.numUpdatedRows > 0n;
  },
  ofCauses: async (dedupKeys) => {
    const ever = db.selectFrom('tickets').selectAll().where(sql<boolean>`dedup_key = any (${dedupKeys}::text[])`);
    return (await ever.orderBy('id').execute()).map(ticketOf);
  },
});
