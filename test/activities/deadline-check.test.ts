import { sql } from 'kysely';
import { ticketKeys } from '../../src/contract';
import { ENVIRONMENTS, type Environment } from '../../src/domain/environment';
import { anUploadedBatch, force, openTickets } from './arrange';
import { type World, aDay, openWorld, run } from './world';

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

  it('An evening whose check never came is told by the next one, and told once', async () => {
    await sentAt('2026-03-12T18:00:00.000Z'); // Thursday; Temporal is away on Friday
    const key = ticketKeys.stillSending(aDay('2026-03-12'));
    expect(await check('2026-03-16T16:30:00.000Z')).toEqual({ kind: 'clear' });
    const [ticket] = await openTickets(world, key);
    expect(ticket?.message).toBe("There are 1 letters in the 'sending' state from Thursday 12 March");
    await world.tickets.close(ticket?.id ?? '', 'jo.smith');
    await check('2026-03-17T16:30:00.000Z');
    expect(await openTickets(world, key)).toEqual([]);
  });

  it('Letters that became sending after the check of their evening are told by the next one, though its ticket has closed by itself', async () => {
    await sentAt('2026-03-18T18:00:00.000Z');
    await check('2026-03-19T16:30:00.000Z');
    await answerAll();
    await check('2026-03-19T16:30:00.000Z');
    const key = ticketKeys.stillSending(aDay('2026-03-18'));
    expect(await openTickets(world, key)).toEqual([]);
    await sentAt('2026-03-18T19:00:00.000Z'); // adopted on the 20th
    await check('2026-03-20T16:30:00.000Z');
    expect(await openTickets(world, key)).toHaveLength(1);
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

  it.each([
    ['a Tuesday', '2026-03-10T16:30Z', '2026-03-09', '2026-03-09T00:00Z', '2026-03-09T23:59:59.999Z'],
    ['a Monday', '2026-03-09T16:30Z', '2026-03-06', '2026-03-06T00:00Z', '2026-03-08T23:59:59.999Z'],
    ['the Tuesday after Easter', '2026-04-07T15:30Z', '2026-04-02', '2026-04-01T23:00Z', '2026-04-06T22:59:59.999Z'],
    [
      'the Monday after the clocks went forward',
      '2026-03-30T15:30Z',
      '2026-03-27',
      '2026-03-27T00:00Z',
      '2026-03-29T22:59:59.999Z',
    ],
    [
      'the Monday after the clocks went back',
      '2026-10-26T16:30Z',
      '2026-10-23',
      '2026-10-22T23:00Z',
      '2026-10-25T23:59:59.999Z',
    ],
    [
      'the first working day after Christmas',
      '2026-12-29T16:30Z',
      '2026-12-24',
      '2026-12-24T00:00Z',
      '2026-12-28T23:59:59.999Z',
    ],
    [
      'the first working day of the year',
      '2026-01-02T16:30Z',
      '2025-12-31',
      '2025-12-31T00:00Z',
      '2026-01-01T23:59:59.999Z',
    ],
  ])(
    'Row 9: on %s it looks at whole London days, and a late run at the same ones',
    async (_day, at, first, from, last) => {
      const ms = (text: string, more = 0) => new Date(Date.parse(text) + more).toISOString();
      await sentAt(ms(from, -1));
      await sentAt(ms(from));
      await sentAt(ms(last));
      await sentAt(ms(last, 1));
      // Looked at twelve hours later, after midnight: the check's own instant decides.
      world.setNow(new Date(Date.parse(at) + 12 * 3_600_000));
      expect(await check(ms(at))).toMatchObject({ kind: 'ticket', count: 2 });
      expect(await openTickets(world, ticketKeys.stillSending(aDay(first)))).toHaveLength(1);
      await answerAll();
      await run(world.activities, 'closeTickets', undefined);
      expect(await openTickets(world, ticketKeys.stillSending(aDay(first)))).toEqual([]);
    },
  );

  it('Past the last known bank holiday it is refused, and says so', async () => {
    await expect(check('2099-03-02T16:30:00.000Z')).rejects.toThrow(
      /^The calendar of bank holidays knows .* to .*: refresh it/,
    );
  });
});
