import { sql } from 'kysely';
import { ticketKeys } from '../../src/contract';
import { londonInstant } from '../../src/domain/calendar';
import { ENGLAND_AND_WALES } from '../../src/domain/calendar-data';
import type { Ticket } from '../../src/domain/ticket';
import { aBatch, aCreatedLetter, aRun, aService, anAcceptedLetter, force, openTickets } from './arrange';
import { DAY, type World, aDay, must, openWorld, run } from './world';

let world: World;
beforeEach(async () => void (world = await openWorld()));
afterEach(() => world.close());

const MORNING = londonInstant(aDay('2026-03-03'), '07:00').toISOString();
const TOO_EARLY = londonInstant(aDay('2026-03-03'), '06:50').toISOString();

const only = async (dedupKey: string): Promise<Ticket> => {
  const [ticket, ...more] = await openTickets(world, dedupKey);
  expect(more).toEqual([]);
  return must(ticket);
};

describe('Letters still created after their run', () => {
  const check = (at: string) => run(world.activities, 'checkStillCreated', { at });
  const key = ticketKeys.stillCreated(DAY);

  it('Become a ticket at seven the next morning, which closes when they are gone', async () => {
    const letter = await aCreatedLetter(world, await aService(world));
    expect(await check(TOO_EARLY)).toEqual({ opened: 0, closed: 0 });
    expect(await check(MORNING)).toEqual({ opened: 1, closed: 0 });
    expect(await check(MORNING)).toEqual({ opened: 0, closed: 0 });
    const { message } = await only(key);
    expect(message).toContain(
      '1 letters of the print day 2026-03-02 (Monday 2 March) are not sent; 0 of them are held.',
    );
    expect(message).not.toContain(letter.reference);
    await force(world, sql`update letters set status = 'delivered'`);
    expect(await check(MORNING)).toEqual({ opened: 0, closed: 1 });
    expect(await openTickets(world, key)).toEqual([]);
  });

  it('Count in a batch that was never published, and of a held service, and the ticket says how many are held', async () => {
    await aBatch(world, { letters: 2 });
    const held = await aService(world);
    await aCreatedLetter(world, held);
    await world.others.holds.place({ serviceId: held, postage: null, actor: 'jo', reason: 'wrong leaflet' });
    await check(MORNING);
    expect((await only(key)).message).toContain(
      '3 letters of the print day 2026-03-02 (Monday 2 March) are not sent; 1',
    );
  });

  it('Letters accepted after the cut-off, and test letters, are no cause', async () => {
    const service = await aService(world);
    await aCreatedLetter(world, service, { createdAt: new Date('2026-03-02T17:30:00.000Z') });
    await anAcceptedLetter(world, service, { keyKind: 'test' });
    expect(await check(MORNING)).toEqual({ opened: 0, closed: 0 });
  });

  it('An older day has a ticket of its own, however old', async () => {
    const service = await aService(world);
    await aCreatedLetter(world, service, { day: aDay('2025-12-31') });
    await aCreatedLetter(world, service);
    expect(await check(MORNING)).toEqual({ opened: 2, closed: 0 });
    await only(ticketKeys.stillCreated(aDay('2025-12-31')));
  });
});

describe('Letters that wait to be prepared', () => {
  const at = '2026-03-02T12:00:00.000Z';
  const check = () => run(world.activities, 'checkPreparing', { at });

  it('Become one ticket after half an hour, which closes when they are prepared', async () => {
    const service = await aService(world);
    await anAcceptedLetter(world, service, { createdAt: new Date('2026-03-02T11:30:00.000Z') });
    expect(await check()).toEqual({ opened: 0, closed: 0 });
    await anAcceptedLetter(world, service, { createdAt: new Date('2026-03-02T11:29:59.999Z'), keyKind: 'test' });
    expect(await check()).toEqual({ opened: 1, closed: 0 });
    expect((await only(ticketKeys.notPrepared)).message).toContain('1 letters have waited');
    await force(world, sql`update letters set status = 'cancelled'`);
    expect(await check()).toEqual({ opened: 0, closed: 1 });
  });
});

describe('Technical failures', () => {
  const at = '2099-01-01T00:00:00.000Z';
  const check = (instant = at) => run(world.activities, 'checkTechnicalFailures', { at: instant });
  const key = ticketKeys.technicalFailure(at);

  it('One that cannot be prepared, and one that was dropped, are in the tickets of their steps and in no other', async () => {
    const service = await aService(world);
    const gone = await anAcceptedLetter(world, service);
    await world.objects.remove(gone.incomingKey);
    for (const shard of [0, 1, 2, 3]) await run(world.activities, 'prepareLetters', { shard });
    const { batchId, letters } = await aBatch(world);
    await world.objects.remove(must(letters[0]).printKey);
    await run(world.activities, 'sealBatch', { batchId });
    expect(await openTickets(world, ticketKeys.letterUnpreparable(gone.id))).toHaveLength(1);
    expect(await openTickets(world, ticketKeys.letterDropped(batchId))).toHaveLength(1);
    expect(await check()).toEqual({ opened: 0, closed: 0 });
    expect(await openTickets(world, key)).toEqual([]);
  });

  it('A letter dropped while the batch’s first ticket is open is in a ticket of its own, once', async () => {
    const { batch, batchId, letters } = await aBatch(world, { letters: 3 });
    const [first, second] = letters.map(must);
    await world.objects.remove(must(first).printKey);
    const dropped = (letter = must(first)) => ({ id: letter.id, reason: 'PDF missing' });
    await world.tickets.raise({
      kind: 'letter-dropped',
      dedupKey: ticketKeys.letterDropped(batchId),
      subject: 'Letters dropped before sealing',
      message: `Letters: ${must(first).id}`,
    });
    await world.batches.drop(batchId, batch.version, [dropped(), dropped(must(second))]);
    expect(await check()).toEqual({ opened: 1, closed: 0 });
    const { message } = await only(key);
    expect(message).toContain(`1 letters are in technical-failure`);
    expect(message).toContain(`${must(second).id} (PDF missing, dropped from ${batchId})`);
    expect(message).not.toContain(must(first).id);
    expect(await check('2099-01-01T00:10:00.000Z')).toEqual({ opened: 0, closed: 0 });
  });

  it('A look that dies after its ticket, which is closed at once, does not ticket the letters again', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    await world.letters.rejected(letter.id, 'technical-failure', 'a fault of ours');
    const dying = world.activitiesOn({
      ...world.ports,
      letters: { ...world.letters, failuresTicketed: () => Promise.reject(new Error('the worker died')) },
    });
    await expect(run(dying, 'checkTechnicalFailures', { at })).rejects.toThrow('the worker died');
    const ticket = await only(key);
    expect(ticket.message).toContain(`${letter.id} (a fault of ours)`);
    await world.tickets.close(ticket.id, 'ada');
    expect(await check()).toEqual({ opened: 0, closed: 0 });
    expect(await check('2099-01-01T00:10:00.000Z')).toEqual({ opened: 0, closed: 0 });
    expect(await world.tickets.list({ open: true })).toEqual([]);
  });

  it('Three thousand are counted in one ticket, which names a hundred', async () => {
    const service = await aService(world);
    const one = await anAcceptedLetter(world, service);
    await force(
      world,
      sql`insert into letters (id, service_id, reference, key_kind, status, sequence, last_hash, postage, print_day,
          incoming_key, incoming_sha256, incoming_bytes, created_at, updated_at)
        select gen_random_uuid(), service_id, upper(substr(md5(n::text), 1, 16)), key_kind, 'technical-failure', 1,
          last_hash, postage, print_day, incoming_key, incoming_sha256, incoming_bytes, created_at, created_at
        from letters, generate_series(1, 3000) as n where id = ${one.id}`,
    );
    expect(await check()).toEqual({ opened: 1, closed: 0 });
    const { message } = await only(key);
    expect(message).toContain('3000 letters');
    expect(message.match(/[0-9a-f-]{36}/g)).toHaveLength(100);
    expect(await check('2099-01-01T00:10:00.000Z')).toEqual({ opened: 0, closed: 0 });
  });
});

describe('The print run of the day', () => {
  const check = (at: string) => run(world.activities, 'checkRunStarted', { at });
  const BY_1820 = '2026-03-02T18:20:00.000Z';
  const open = () => world.others.runs.openScheduled({ day: DAY, cutOffAt: new Date(BY_1820), owner: 'the schedule' });

  it('Missing at 18:20 it is ticketed, also where an operator’s run stands; the ticket closes when it is there', async () => {
    await aRun(world);
    expect(await check('2026-03-02T18:10:00.000Z')).toEqual({ opened: 0, closed: 0 });
    expect(await check(BY_1820)).toEqual({ opened: 1, closed: 0 });
    expect(await run(world.activities, 'closeTickets', undefined)).toEqual({ opened: 0, closed: 0 });
    await open();
    expect(await run(world.activities, 'closeTickets', undefined)).toEqual({ opened: 0, closed: 1 });
    expect(await check(BY_1820)).toEqual({ opened: 0, closed: 0 });
  });

  it('That of a day through which Postroom was down is missed the next day, but not on its very first day', async () => {
    expect(await check('2026-03-03T09:00:00.000Z')).toEqual({ opened: 0, closed: 0 });
    await open();
    expect(await check('2026-03-04T09:00:00.000Z')).toEqual({ opened: 1, closed: 0 });
    await only(ticketKeys.runMissing(aDay('2026-03-03')));
  });
});

describe('The calendar', () => {
  it('Ninety days before its last holiday there is one ticket, which a newer calendar closes', async () => {
    const at = '2027-11-01T10:00:00.000Z';
    expect(await run(world.activities, 'checkCalendar', { at: '2026-11-01T10:00:00.000Z' })).toMatchObject({
      opened: 0,
    });
    expect(await run(world.activities, 'checkCalendar', { at })).toEqual({ opened: 1, closed: 0 });
    expect(await run(world.activities, 'checkCalendar', { at })).toEqual({ opened: 0, closed: 0 });
    await only(ticketKeys.calendarEnding(ENGLAND_AND_WALES.lastKnown));
    const calendar = { ...ENGLAND_AND_WALES, lastKnown: aDay('2029-12-26') };
    const refreshed = world.activitiesOn(world.ports, { calendar });
    expect(await run(refreshed, 'checkCalendar', { at })).toEqual({ opened: 0, closed: 1 });
  });
});

describe('Batches and drains without their workflow', () => {
  it('Are started again and logged, once they have been open for ten minutes', async () => {
    const { batchId } = await aBatch(world);
    const { batchId: running } = await aBatch(world);
    world.lost.add(batchId);
    world.setNow(new Date());
    expect(await run(world.activities, 'restartLost', undefined)).toEqual({ batches: 0, drains: 0 });
    world.setNow(new Date(Date.now() + 11 * 60_000));
    expect(await run(world.activities, 'restartLost', undefined)).toEqual({ batches: 1, drains: 0 });
    const logged = world.logged.filter(({ message }) => message.includes('without a workflow'));
    expect(logged).toMatchObject([{ level: 'error', batchId }]);
    expect(JSON.stringify(logged)).not.toContain(running);
  });
});
