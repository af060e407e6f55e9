import { ticketKeys } from '../../src/contract';
import { addDays, londonInstant } from '../../src/domain/calendar';
import { anUploadedBatch, openTickets } from './arrange';
import { type World, aDay, must, openWorld, run } from './world';

describe('The check of acknowledgements', () => {
  let world: World;
  const day = aDay('2026-07-06');
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  async function publishedAt(instant: Date) {
    world.setNow(instant);
    const uploaded = await anUploadedBatch(world, { letters: 1 });
    await run(world.activities, 'publishTemp', uploaded);
    return { id: uploaded.batchId, zipName: must(uploaded.batch.zip).zipName };
  }
  const check = () => run(world.activities, 'checkAcknowledgements', { at: londonInstant(day, '23:00').toISOString() });

  it('A zip published before 22:00 London without acknowledgement is in one ticket, once', async () => {
    expect(await check()).toEqual({ kind: 'clear' });
    const silent = await publishedAt(new Date('2026-07-06T20:59:59.999Z'));
    const yesterday = await publishedAt(new Date('2026-07-05T18:00:00.000Z'));
    const late = await publishedAt(new Date('2026-07-06T21:00:00.000Z'));
    const heard = await publishedAt(new Date('2026-07-06T18:00:00.000Z'));
    await world.batches.acknowledge({ zipName: heard.zipName, at: new Date('2026-07-06T19:00:00.000Z') });
    expect(await check()).toMatchObject({ kind: 'ticket', count: 2 });
    const [ticket] = await openTickets(world, ticketKeys.notAcknowledged(day));
    for (const { zipName } of [silent, yesterday]) expect(ticket?.message).toContain(zipName);
    for (const { zipName } of [late, heard]) expect(ticket?.message).not.toContain(zipName);
    expect(await check()).toEqual({ kind: 'clear' });
  });

  it('A zip found silent by a second look of the day waits for the ticket of the next', async () => {
    const late = await publishedAt(new Date('2026-07-06T20:00:00.000Z'));
    expect(await check()).toMatchObject({ kind: 'ticket', count: 1 });
    const tomorrow = addDays(day, 1);
    const at = londonInstant(tomorrow, '23:00').toISOString();
    await run(world.activities, 'checkAcknowledgements', { at });
    const [ticket] = await openTickets(world, ticketKeys.notAcknowledged(tomorrow));
    expect(ticket?.message).toContain(late.zipName);
  });

  it('A check that dies after its ticket, which is closed at once, names each zip in no second one', async () => {
    const later = aDay('2026-07-20');
    const at = londonInstant(later, '23:00').toISOString();
    const { zipName } = await publishedAt(new Date('2026-07-20T18:00:00.000Z'));
    const dying = world.activitiesOn({
      ...world.ports,
      batches: { ...world.batches, ticketed: () => Promise.reject(new Error('the worker died')) },
    });
    await expect(run(dying, 'checkAcknowledgements', { at })).rejects.toThrow('the worker died');
    const [ticket] = await openTickets(world, ticketKeys.notAcknowledged(later));
    expect(ticket?.message).toContain(zipName);
    await world.tickets.close(must(ticket).id, 'ada');
    await run(world.activities, 'checkAcknowledgements', { at });
    expect(await openTickets(world, ticketKeys.notAcknowledged(later))).toEqual([]);
    expect(await run(world.activities, 'checkAcknowledgements', { at })).toEqual({ kind: 'clear' });
  });

  it('A check that dies before its ticket has marked nothing, and the next attempt tickets', async () => {
    const later = aDay('2026-07-21');
    const at = londonInstant(later, '23:00').toISOString();
    await publishedAt(new Date('2026-07-21T18:00:00.000Z'));
    const raise = () => Promise.reject(new Error('Postgres is away'));
    const dying = world.activitiesOn({ ...world.ports, tickets: { ...world.tickets, raise } });
    await expect(run(dying, 'checkAcknowledgements', { at })).rejects.toThrow('Postgres is away');
    expect(await run(world.activities, 'checkAcknowledgements', { at })).toMatchObject({ kind: 'ticket', count: 1 });
    expect(await openTickets(world, ticketKeys.notAcknowledged(later))).toHaveLength(1);
  });

  it.each([
    ['in winter', '2026-01-06T21:59:59.999Z', '2026-01-06T22:00:00.000Z', '2026-01-06T23:00:00.000Z'],
    [
      'on the day the clocks go forward',
      '2026-03-29T20:59:59.999Z',
      '2026-03-29T21:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
    ],
    [
      'on the day the clocks go back',
      '2026-10-25T21:59:59.999Z',
      '2026-10-25T22:00:00.000Z',
      '2026-10-25T23:00:00.000Z',
    ],
    ['on New Year’s Eve', '2026-12-31T21:59:59.999Z', '2026-12-31T22:00:00.000Z', '2026-12-31T23:00:00.000Z'],
  ])('Looks at zips published before 22:00 London %s, however late it runs', async (_day, before, after, at) => {
    const old = await publishedAt(new Date(before));
    const young = await publishedAt(new Date(after));
    world.setNow(new Date(Date.parse(at) + 11 * 3_600_000));
    expect(await run(world.activities, 'checkAcknowledgements', { at })).toMatchObject({ kind: 'ticket' });
    const found = (await world.tickets.list({ open: true })).map(({ message }) => message).join();
    expect(found).toContain(old.zipName);
    expect(found).not.toContain(young.zipName);
    await world.batches.acknowledge({ zipName: young.zipName, at: new Date(at) });
    await world.batches.acknowledge({ zipName: old.zipName, at: new Date(at) });
  });

  it('Asked by hand in the evening it gives the printer an hour', async () => {
    await publishedAt(new Date('2026-08-03T17:30:00.000Z'));
    const by = (at: string) => run(world.activities, 'checkAcknowledgements', { at });
    expect(await by('2026-08-03T18:00:00.000Z')).toEqual({ kind: 'clear' });
    expect(await by('2026-08-03T18:30:00.001Z')).toMatchObject({ kind: 'ticket', count: 1 });
  });
});
