import { createTickets } from '../../src/adapters/postgres/tickets';
import { createWebhook } from '../../src/adapters/tickets/create-webhook';
import { createZendesk } from '../../src/adapters/tickets/create-zendesk';
import type { TicketSink } from '../../src/ports';
import { type HelpDesk, startHelpDesk } from '../support/help-desk';
import { type World, must, openWorld, run } from './world';

const START = new Date('2026-03-02T18:00:00.000Z');
const MINUTE = 60_000;
export const PATIENCE = { patienceMs: 2_000 };
const environment = 'production';

/** Tickets, a help desk that is new for each test, and a clock that a test moves on. */
export function setTheDesk() {
  let world: World;
  let desk: HelpDesk;
  let now = START;
  let causes = 0;
  beforeAll(async () => void (world = await openWorld()));
  beforeEach(async () => {
    desk = await startHelpDesk();
    now = START;
    world.setNow(now);
  });
  afterEach(async () => {
    for (const { id } of await world.tickets.list({ open: true })) await world.tickets.close(id, 'the test is over');
    await world.tables.deleteFrom('ticket_deliveries').execute();
    await desk.close();
  });
  afterAll(() => world.close());

  const ticketsWith = (sinks: readonly string[]) => createTickets(world.tables, { error: () => undefined }, sinks);
  return {
    world: () => world,
    desk: () => desk,
    /** The desk was closed by the test; this is another. */
    reopen: async () => void (desk = await startHelpDesk()),
    webhook: () => createWebhook({ url: `${desk.url}/hook`, token: 'T', environment, ...PATIENCE }),
    zendesk: () => createZendesk({ url: desk.url, email: 'ops@example.com', token: 'Z', environment, ...PATIENCE }),
    deliver: (...sinks: TicketSink[]) =>
      run(world.activitiesOn({ ...world.ports, sinks }), 'deliverTickets', undefined),
    later: (minutes: number) => world.setNow((now = new Date(now.getTime() + minutes * MINUTE))),
    ticketsWith,
    /** A ticket raised by a process that knows these sinks. */
    aTicket: async (sinks: readonly string[] = [], message = 'There are 3 letters') => {
      const dedupKey = `still-sending:${(causes += 1)}`;
      const kind = 'letters-still-sending';
      await ticketsWith(sinks).raise({ kind, dedupKey, subject: 'Letters still sending', message });
      return must((await world.tickets.ofCauses([dedupKey]))[0]);
    },
    /** How its first sink stands with a ticket. */
    state: async (id: string) => (await world.deliveries.ofTicket(id))[0],
  };
}
