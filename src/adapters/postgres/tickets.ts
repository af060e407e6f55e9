import { type Selectable, sql } from 'kysely';
import type { Ticket } from '../../domain/ticket';
import type { Tickets } from '../../ports';
import type { Database, Tables } from './schema';

const CLOSED_LISTED = 100;
/** Who closes a ticket whose cause is gone. */
const POSTROOM = 'postroom';

/** Where new tickets are told besides the table. */
export interface TicketLog {
  error(fields: object, message: string): void;
}

const ticketOf = (row: Selectable<Tables['tickets']>): Ticket => ({
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

/** Tickets in a table, at most one open for each cause; a new one is also logged at error level. */
export const createTickets = (db: Database, log: TicketLog): Tickets => ({
  raise: async ({ kind, dedupKey, subject, message }) => {
    const opened = await db
      .insertInto('tickets')
      .values({ kind, dedup_key: dedupKey, subject, message })
      .onConflict((conflict) => conflict.column('dedup_key').where('closed_at', 'is', null).doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!opened) return false;
    log.error({ ticket: String(opened.id), kind, dedupKey, detail: message }, subject);
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
    await open.set({ closed_at: sql<Date>`now()`, closed_by: POSTROOM }).execute();
  },
});
