import { createDatabase } from '../../../src/adapters/postgres/pool';
import { readStanding } from '../../../src/adapters/postgres/standing';
import { createTickets } from '../../../src/adapters/postgres/tickets';
import { createMetrics } from '../../../src/metrics';
import { type Scene, openScene } from './scene';
import { ACCEPTED_AT, aCreatedLetter } from './world';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
});
afterEach(() => scene.close());

const asWorker = () => createDatabase({ url: scene.world.urlAs('postroom_worker'), max: 1 });

test('With no letter there is nothing to tell', async () => {
  const database = asWorker();
  expect(await readStanding(database.db)).toEqual({
    openTickets: {},
    openBatches: {},
    parkedBatches: 0,
    heldBatches: 0,
    waitingLetters: { created: 0, 'pending-virus-check': 0 },
    oldestWaitingAt: null,
    sendingLetters: 0,
    lastRunAt: null,
    oldestDueCallbackAt: null,
  });
  await database.close();
});

test('What waits, is under way, is parked or needs a person is counted with the rights of a worker', async () => {
  const { world, worker, aBatch, aSentBatch, service } = scene;
  const { batch } = await aBatch(2);
  await worker.batches.park(batch.id, 'zip-differs');
  await aSentBatch(3);
  await aCreatedLetter(world, service, { createdAt: new Date(ACCEPTED_AT.getTime() + 60_000) });
  const tickets = createTickets(world.db, { error: () => undefined });
  for (const cause of ['a', 'b']) {
    await tickets.raise({ kind: 'batch-parked', dedupKey: `batch-parked:${cause}`, subject: 's', message: 'm' });
  }
  await tickets.raise({ kind: 'letters-failed', dedupKey: 'letters-failed:c', subject: 's', message: 'm' });
  await tickets.resolve('letters-failed:c');

  const database = asWorker();
  const standing = await readStanding(database.db);
  expect(standing).toMatchObject({
    openTickets: { 'batch-parked': 2 },
    openBatches: { claimed: 1 },
    parkedBatches: 1,
    heldBatches: 0,
    waitingLetters: { created: 3, 'pending-virus-check': 0 },
    oldestWaitingAt: ACCEPTED_AT,
    sendingLetters: 3,
  });
  await database.close();
});

describe('The gauges of what stands in the database', () => {
  const figures = {
    openTickets: { 'batch-parked': 2 },
    openBatches: { sent: 4 },
    parkedBatches: 1,
    heldBatches: 0,
    waitingLetters: { created: 7, 'pending-virus-check': 0 },
    oldestWaitingAt: new Date(Date.now() - 60_000),
    sendingLetters: 9,
    lastRunAt: new Date('2026-01-05T17:50:01.000Z'),
    oldestDueCallbackAt: new Date(Date.now() - 30_000),
  };
  const linesOf = async (metrics: ReturnType<typeof createMetrics>) => {
    const text = await metrics.registry.metrics();
    return text
      .split('\n')
      .filter((line) => /^postroom_(tickets_open|batches|letters_(waiting|sending)|print_run|standing)/.test(line));
  };

  test('come from one query a scrape, and follow what it says', async () => {
    const metrics = createMetrics('worker');
    const read = jest.fn(() => Promise.resolve(figures));
    metrics.watchStanding(read);
    expect(await linesOf(metrics)).toEqual(
      expect.arrayContaining([
        'postroom_tickets_open{kind="batch-parked",process="worker"} 2',
        'postroom_batches_open{state="sent",process="worker"} 4',
        'postroom_batches_parked{process="worker"} 1',
        'postroom_letters_waiting{status="created",process="worker"} 7',
        'postroom_letters_sending{process="worker"} 9',
        'postroom_print_run_last_timestamp_seconds{process="worker"} 1767635401',
      ]),
    );
    expect(read).toHaveBeenCalledTimes(1);
    read.mockResolvedValue({ ...figures, openTickets: {} as never });
    expect((await linesOf(metrics)).join()).not.toContain('postroom_tickets_open');
    expect(read).toHaveBeenCalledTimes(2);
    const text = await metrics.registry.metrics();
    expect(text).toMatch(/^postroom_letters_oldest_waiting_seconds\{.*\} 6\d\.?\d*$/m);
    expect(text).toMatch(/^postroom_callbacks_oldest_due_seconds\{.*\} 3\d\.?\d*$/m);
  });

  test('are left out while Postgres does not answer, and all other metrics stay', async () => {
    const metrics = createMetrics('worker');
    metrics.lettersAccepted.inc({ key_kind: 'live', postage: 'first' });
    metrics.watchStanding(() => Promise.reject(new Error('away')));
    await metrics.registry.metrics();
    expect(await linesOf(metrics)).toEqual(['postroom_standing_reads_failed_total{process="worker"} 1']);
    expect(await metrics.registry.metrics()).toContain('postroom_letters_accepted_total{');
  });
});
