import { createTickets } from '../../../src/adapters/postgres/tickets';
import type { NewTicket } from '../../../src/domain/ticket';
import { type World, openWorld } from './world';

let world: World;
const log = { error: jest.fn() };
beforeEach(async () => {
  world = await openWorld();
  log.error.mockClear();
});
afterEach(() => world.close());

const ticket: NewTicket = {
  kind: 'letters-still-sending',
  dedupKey: 'still-sending:2026-03-02',
  subject: 'Letters still sending',
  message: "There are 3 letters in the 'sending' state from Monday 2 March",
};

test('A cause has one open ticket, however many see it at once, and is logged once at error level', async () => {
  const tickets = createTickets(world.db, log);
  const raised = await Promise.all(Array.from({ length: 20 }, () => tickets.raise(ticket)));
  expect(raised.filter(Boolean)).toHaveLength(1);
  const [open, ...more] = await tickets.list({ open: true });
  expect(more).toEqual([]);
  expect(open).toMatchObject({ ...ticket, closedAt: null, closedBy: null });
  expect(open && (await tickets.find(open.id))).toEqual(open);
  expect(log.error.mock.calls).toEqual([
    [
      { ticket: open?.id, kind: ticket.kind, dedupKey: ticket.dedupKey, detail: ticket.message },
      'Letters still sending',
    ],
  ]);
});

test('A cause that returns after its ticket was closed opens a new one', async () => {
  const tickets = createTickets(world.db, log);
  await tickets.raise(ticket);
  const [first] = await tickets.list({ open: true });
  expect(await tickets.close(first?.id ?? '', 'ada')).toBe(true);
  expect(await tickets.close(first?.id ?? '', 'bob')).toBe(false);
  expect(await tickets.list({ open: false })).toMatchObject([{ id: first?.id, closedBy: 'ada' }]);
  expect(await tickets.raise(ticket)).toBe(true);
  const [second] = await tickets.list({ open: true });
  expect(second?.id).not.toBe(first?.id);
  expect(log.error).toHaveBeenCalledTimes(2);
});

test('A ticket closes by itself when its cause is gone, and what is closed stays as it was', async () => {
  const tickets = createTickets(world.db, log);
  await tickets.raise(ticket);
  await tickets.resolve(ticket.dedupKey);
  await tickets.resolve(ticket.dedupKey);
  expect(await tickets.list({ open: true })).toEqual([]);
  expect(await tickets.list({ open: false })).toMatchObject([{ closedBy: 'postroom' }]);
});

test('A ticket that does not exist is not found and not closed', async () => {
  const tickets = createTickets(world.db, log);
  expect(await tickets.find('4711')).toBeUndefined();
  expect(await tickets.find('no number')).toBeUndefined();
  expect(await tickets.close('no number', 'ada')).toBe(false);
});
