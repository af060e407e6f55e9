import { sql } from 'kysely';
import { ticketKeys } from '../../src/contract';
import { addDays, londonInstant } from '../../src/domain/calendar';
import { ENVIRONMENTS, type Environment } from '../../src/domain/environment';
import { anUploadedBatch, force, openTickets } from './arrange';
import { type World, aDay, must, openWorld, run } from './world';

describe('The check of the deadline', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  const answerAll = () => force(world, sql`update letters set status = 'delivered'`);
  afterEach(answerAll);
  afterAll(() => world.close());

  /** Letters sent at an instant and not answered. */
  async function sentAt(instant: string, letters = 1) {
    world.setNow(new Date(instant));
    const uploaded = await anUploadedBatch(world, { letters });
    await run(world.activities, 'publishTemp', uploaded);
    await run(world.activities, 'markSending', uploaded);
  }

  const check = (at: string, environment: Environment = 'production') =>
    run(world.activitiesOn(world.ports, { environment }), 'checkDeadline', { at });

  it('Row 9: on a Monday it looks at letters sent from Friday to Sunday, and says so', async () => {
    await sentAt('2026-03-05T23:59:59.999Z'); // Thursday
    await sentAt('2026-03-06T00:00:00.000Z', 2); // Friday
    await sentAt('2026-03-08T23:59:59.999Z'); // Sunday
    await sentAt('2026-03-09T00:00:00.000Z'); // today
    const found = await check('2026-03-09T16:30:00.000Z');
    expect(found).toEqual({ kind: 'ticket', count: 3, subject: 'Letters still sending' });
    const [ticket] = await openTickets(world, ticketKeys.stillSending(aDay('2026-03-06')));
    expect(ticket).toMatchObject({
      subject: 'Letters still sending',
      message: "There are 3 letters in the 'sending' state from Friday 6 March",
    });
  });

  it('Checked twice it has one ticket; checked when all are answered the ticket is closed', async () => {
    await sentAt('2026-03-10T12:00:00.000Z');
    const key = ticketKeys.stillSending(aDay('2026-03-10'));
    await check('2026-03-11T16:30:00.000Z');
    await check('2026-03-11T16:30:00.000Z');
    expect(await openTickets(world, key)).toHaveLength(1);
    await answerAll();
    expect(await check('2026-03-11T16:30:00.000Z')).toEqual({ kind: 'clear' });
    expect(await openTickets(world, key)).toEqual([]);
  });

  it.each(ENVIRONMENTS)('Row 10 and 11: in %s it runs only where the printer is complete', async (environment) => {
    const runs = ['production', 'live', 'test'].includes(environment);
    const result = await check('2026-03-11T16:30:00.000Z', environment);
    expect(result.kind).toBe(runs ? 'clear' : 'skipped');
    const skipped = world.logged.filter(({ message, reason }) => {
      return message === 'check skipped' && reason === `it does not run in ${environment}`;
    });
    expect(skipped.map(({ level }) => level)).toEqual(runs ? [] : ['info']);
  });

  it.each(['2026-03-07', '2026-04-03'])('On %s, no working day, it does not look', async (day) => {
    expect(await check(`${day}T16:30:00.000Z`)).toEqual({ kind: 'skipped', reason: 'not a working day' });
  });

  it('Past the last known bank holiday it is refused, and says so', async () => {
    await expect(check('2099-03-02T16:30:00.000Z')).rejects.toThrow(
      /^The calendar of bank holidays ends on .*: refresh it/,
    );
  });
});

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
});
