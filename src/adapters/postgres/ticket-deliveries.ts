import { sql } from 'kysely';
import type { TicketDelivery } from '../../domain/ticket';
import type { TicketDeliveries } from '../../ports';
import type { Database } from './schema';
import { ticketOf } from './tickets';

interface Leased {
  readonly id: number;
  readonly externalId: string | null;
  readonly attempts: number;
  readonly opened: boolean;
}

/** Two workers never take the same act: the row is out of reach until the lease ends, even when its worker dies. */
async function lease(db: Database, sink: string, now: Date, until: Date): Promise<Leased | undefined> {
  const { rows } = await sql<Leased>`
    update ticket_deliveries set due_at = ${until}, attempts = attempts + 1
    where sink = ${sink} and ticket_id = (
      select ticket_id from ticket_deliveries delivery
      join tickets on tickets.id = delivery.ticket_id
      where sink = ${sink} and delivery.closed_at is null
        and (delivery.opened_at is null or tickets.closed_at is not null)
        and (due_at is null or due_at <= ${now})
      order by due_at nulls first, ticket_id
      limit 1
      for update of delivery skip locked
    )
    returning ticket_id as id, external_id as "externalId", attempts, opened_at is not null as opened
  `.execute(db);
  return rows[0];
}

/** The row of a ticket and its sink, while the act in question is still to be done. */
function rowOf(db: Database, sink: string, { ticket, act }: TicketDelivery) {
  const row = db.updateTable('ticket_deliveries').where('sink', '=', sink).where('ticket_id', '=', Number(ticket.id));
  return row.where(act === 'open' ? 'opened_at' : 'closed_at', 'is', null);
}

/** The outbox of tickets: each is told to each sink once, its opening before its closing. */
export const createTicketDeliveries = (db: Database): TicketDeliveries => ({
  adopt: async (sink) => {
    await sql`
      insert into ticket_deliveries (ticket_id, sink) select id, ${sink} from tickets where closed_at is null
      on conflict do nothing
    `.execute(db);
  },
  takeNext: async (sink, now, leasedUntil) => {
    const leased = await lease(db, sink, now, leasedUntil);
    if (!leased) return undefined;
    const { externalId, attempts } = leased;
    const row = await db.selectFrom('tickets').selectAll().where('id', '=', leased.id).executeTakeFirstOrThrow();
    return { ticket: ticketOf(row), act: leased.opened ? 'close' : 'open', externalId, attempts };
  },
  taken: async (sink, delivery, at, externalId) => {
    const done = delivery.act === 'open' ? { opened_at: at, external_id: externalId } : { closed_at: at };
    await rowOf(db, sink, delivery)
      .set({ ...done, attempts: 0, due_at: null, last_error: null })
      .execute();
  },
  failed: async (sink, delivery, reason, dueAt) => {
    await rowOf(db, sink, delivery).set({ due_at: dueAt, last_error: reason }).execute();
  },
  ofTicket: (id) =>
    db
      .selectFrom('ticket_deliveries')
      .select([
        'sink',
        'external_id as externalId',
        'opened_at as openedAt',
        'closed_at as closedAt',
        'attempts',
        'last_error as lastError',
      ])
      .where(sql<boolean>`ticket_id::text = ${id}`)
      .orderBy('sink')
      .execute(),
});
