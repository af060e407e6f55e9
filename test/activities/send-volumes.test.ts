import { sql } from 'kysely';
import { createVolumesWebhook } from '../../src/adapters/tickets/create-volumes-webhook';
import { ticketKeys } from '../../src/contract';
import type { BatchId } from '../../src/domain/batch';
import { type Day, addDays } from '../../src/domain/calendar';
import { type HelpDesk, startHelpDesk } from '../support/help-desk';
import { aCreatedLetter, aRun, aService, force, openTickets } from './arrange';
import { DAY, LIMITS, type World, must, openWorld, run } from './world';

/** What the printer is told to expect, over real HTTP. */
describe("The day's volumes", () => {
  let world: World;
  let desk: HelpDesk;
  let day: Day = DAY;
  beforeAll(async () => void (world = await openWorld()));
  beforeEach(async () => {
    day = addDays(day, 1);
    desk = await startHelpDesk();
    world.setNow(new Date());
  });
  afterEach(async () => {
    await force(world, sql`update print_runs set volumes_complete = true`);
    await desk.close();
  });
  afterAll(() => world.close());

  const minutesFromNow = (minutes: number) => new Date(Date.now() + minutes * 60_000);

  /** One look of the stuck check. */
  async function look(minutes = 0, url = `${desk.url}/hook`): Promise<number> {
    world.setNow(minutesFromNow(minutes));
    const volumesSink = createVolumesWebhook({ url, token: 'V', environment: 'production', patienceMs: 2_000 });
    const activities = world.activitiesOn(world.ports, { volumesSink });
    return (await run(activities, 'sendVolumes', { at: minutesFromNow(minutes).toISOString() })).sent;
  }

  /** A dispatched run with one batch for each of the classes, none of them sealed. */
  async function aDispatchedRun(classes: readonly ('first' | 'second')[]) {
    const serviceId = await aService(world);
    for (const postage of [...classes, ...classes]) await aCreatedLetter(world, serviceId, { day, postage });
    const printRun = await aRun(world, day);
    const batchIds: BatchId[] = [];
    while (batchIds.length < classes.length) batchIds.push(must(await world.batches.claimNext(printRun, LIMITS)).id);
    await world.runs.finish(day, printRun.runNo);
    return { runNo: printRun.runNo, batchIds };
  }

  const seal = (batchId: BatchId) => run(world.activities, 'sealBatch', { batchId });

  it('Letters and sheets of each class are told once, when every batch of the run is sealed', async () => {
    const { runNo, batchIds } = await aDispatchedRun(['first', 'second']);
    await force(world, sql`update letters set sheets = 3 where print_day = ${day} and postage = 'second'`);
    await seal(must(batchIds[0]));
    expect(await look()).toBe(0);
    await seal(must(batchIds[1]));
    expect([await look(), await look()]).toEqual([1, 0]);
    expect(desk.received.map(({ headers, body }) => [headers['idempotency-key'], headers.authorization, body])).toEqual(
      [
        [
          `volumes:${day}.${runNo}`,
          'Bearer V',
          {
            event: 'run.volumes',
            environment: 'production',
            day,
            run_no: runNo,
            cut_off_at: expect.any(String) as string,
            complete: true,
            unsealed_batches: 0,
            letters: 4,
            sheets: 8,
            classes: [
              { postage: 'first', class: '1', letters: 2, sheets: 2 },
              { postage: 'second', class: '2', letters: 2, sheets: 6 },
            ],
          },
        ],
      ],
    );
  });

  it('A letter that was dropped is not counted', async () => {
    const { runNo, batchIds } = await aDispatchedRun(['first']);
    const [letter] = await world.batches.letters(must(batchIds[0]));
    await world.objects.remove(must(letter).printKey);
    await seal(must(batchIds[0]));
    expect(await world.volumes.ofRun(day, runNo)).toEqual({
      classes: [{ postage: 'first', letters: 1, sheets: 1 }],
      unsealed: 0,
    });
  });

  it('A batch that is held keeps the printer waiting for an hour, and is told when it is sealed', async () => {
    const { runNo, batchIds } = await aDispatchedRun(['first', 'second']);
    await seal(must(batchIds[0]));
    expect([await look(59), await look(61), await look(71)]).toEqual([0, 1, 0]);
    await seal(must(batchIds[1]));
    expect([await look(81), await look(91)]).toEqual([1, 0]);
    expect(
      desk.received.map(({ headers, body }) => [headers['idempotency-key'], body['complete'], body['letters']]),
    ).toEqual([
      [`volumes:${day}.${runNo}.so-far`, false, 2],
      [`volumes:${day}.${runNo}`, true, 4],
    ]);
  });

  it('A receiver that is away for an hour has a ticket, which closes when it has heard', async () => {
    const { runNo, batchIds } = await aDispatchedRun(['first']);
    await seal(must(batchIds[0]));
    const nobody = 'http://127.0.0.1:9/hook';
    expect([await look(0, nobody), await look(50, nobody)]).toEqual([0, 0]);
    expect(await openTickets(world, ticketKeys.volumesNotSent(day, runNo))).toEqual([]);
    expect(await look(61, nobody)).toBe(0);
    expect(await openTickets(world, ticketKeys.volumesNotSent(day, runNo))).toMatchObject([
      { kind: 'volumes-not-sent' },
    ]);
    expect(await look(71)).toBe(1);
    expect(await openTickets(world, ticketKeys.volumesNotSent(day, runNo))).toEqual([]);
  });

  it('An answer that is lost is asked for again by the same name', async () => {
    const { batchIds } = await aDispatchedRun(['first']);
    await seal(must(batchIds[0]));
    desk.fail({ kind: 'lost' });
    expect([await look(), await look(10), await look(20)]).toEqual([0, 1, 0]);
    expect(new Set(desk.received.map(({ headers }) => headers['idempotency-key'])).size).toBe(1);
  });

  it('A scheduled run with no letter is told, an operator’s is not', async () => {
    const owner = `print-run-${day}`;
    await run(world.activities, 'openRun', { scheduledAt: `${day}T17:50:00.000Z`, owner });
    await world.runs.finish(day, 1);
    const { runNo } = await aRun(world, day);
    await world.runs.finish(day, runNo);
    expect([await look(), await look()]).toEqual([1, 0]);
    expect(desk.received.map(({ body }) => [body['run_no'], body['letters'], body['classes']])).toEqual([[1, 0, []]]);
  });
});
