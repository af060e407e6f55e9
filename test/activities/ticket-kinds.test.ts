/** Every kind of ticket is raised by what raises it in earnest, once for its cause, and ends: by itself, or by a person's word. */
import { TICKET_KINDS } from '../../src/domain/ticket';
import { closeReceivers } from './callback-scene';
import { ROWS } from './ticket-rows';
import { type World, must, openWorld } from './world';

let world: World;
beforeEach(async () => void (world = await openWorld()));
afterEach(async () => {
  await closeReceivers();
  await world.close();
});

it.each(TICKET_KINDS)('%s: its cause has one ticket, which ends', async (kind) => {
  const { raise, end } = ROWS[kind];
  const open = async () => (await world.tickets.list({ open: true })).filter((ticket) => ticket.kind === kind);
  await raise(world);
  const [ticket, ...more] = await open();
  expect(more).toEqual([]);
  const { id } = must(ticket);
  if (end) await end(world);
  else await world.tickets.close(id, 'ada');
  expect(await open()).toEqual([]);
  expect((await world.tickets.find(id))?.closedBy).toBe(end ? 'postroom' : 'ada');
});
