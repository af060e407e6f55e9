import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../../support/eventually';
import { type LetterRow, SAMPLE } from '../postroom-under-test';
import type { Stop } from './stops';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

/** Longer than any silence that is allowed in this stack. */
const OUTAGE_MS = 8_000;

describe('Processes and servers that fail', () => {
  let world: FaultWorld;

  beforeAll(async () => {
    world = await openFaultWorld({}, { workers: 2 });
    await second().stop(); // it has its hour in K2
    // A crash must cost no commit; the stack's own setting lets it cost the last second.
    await world.database.query('alter database postroom set synchronous_commit = on');
    await terminateBackends('postroom-%');
  }, 300_000);
  afterAll(() => world.end(), 180_000);

  const first = () => world.stack.worker;
  function second() {
    const [, worker] = world.stack.workers;
    if (!worker) throw new Error('there is no second worker');
    return worker;
  }

  async function terminateBackends(application: string): Promise<number> {
    const ended = await world.database.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where application_name like $1',
      [application],
    );
    return ended.rowCount ?? 0;
  }

  const linesOf = (workflowId: string | null, worker = first()): readonly string[] =>
    worker
      .log()
      .split('\n')
      .filter((line) => workflowId !== null && line.includes(`"${workflowId}"`) && line.includes('"activity '));

  /** A run of so many letters, whose worker stands at each of the stops for a batch of its own. */
  async function standingAt(...stops: readonly Stop[]) {
    const letters = await world.letters(stops.length * 2);
    await world.stops().plan(stops);
    await world.startRun();
    return { letters, struck: await world.stops().allStruck(stops.length) };
  }

  const stateOf = async (letters: readonly LetterRow[]): Promise<unknown> => {
    const [id = ''] = await world.batchesOf(letters);
    return (await world.batch(id))['state'];
  };

  test('K2 a worker that is frozen past its time-out, and goes on as a zombie, prints nothing twice', async () => {
    const { letters, struck } = await standingAt(
      { call: 'printer.upload', when: 'before' },
      { call: 'batches.recordIntent', when: 'before' },
      { call: 'printer.publish', when: 'before' },
      { call: 'batches.recordPublished', when: 'before' },
    );
    process.kill(first().pid, 'SIGSTOP');
    const told = struck.map(({ workflowId }) => linesOf(workflowId).length);
    await second().start();
    await world.untilStatus(letters, 'delivered', PATIENCE);
    const released = world.stops().release();
    process.kill(first().pid, 'SIGCONT');
    await released;
    // The zombie went on with each of its four acts.
    await eventually(
      () => struck.every(({ workflowId }, index) => linesOf(workflowId).length > (told[index] ?? 0)),
      PATIENCE,
    );
    await world.expectPrintedOnce(letters);
    await second().stop();
    expect(await world.findings()).toEqual([]);
  });

  test('K3 a worker that is told to stop ends its upload first, and the next one sends nothing again', async () => {
    await world.printer.control({ line: { bytesPerSecond: 40_000 } });
    const letters = await world.letters(2);
    await world.startRun();
    await eventually(async () => (await world.printer.state()).uploads.length > 0, PATIENCE);
    expect(await stateOf(letters)).toBe('sealed');
    await first().kill('SIGTERM');
    const [id = ''] = await world.batchesOf(letters);
    const uploads = linesOf(`batch-${id}`).filter((line) => line.includes('"uploadTemp"'));
    expect(uploads).toEqual([expect.stringContaining('"activity done"')]);
    expect(first().log().trim().split('\n').pop()).toContain('worker stopped');
    await world.printer.control({ line: { bytesPerSecond: null } });
    await first().start();
    await world.expectPrintedOnce(letters);
    expect(linesOf(`batch-${id}`).filter((line) => line.includes('"uploadTemp"'))).toHaveLength(1);
  });

  test('K4 every letter that an API answered with 201 before it was killed is printed once', async () => {
    const accepted: string[] = [];
    let refused = 0;
    const sending = Array.from({ length: 60 }, async (_each, index) => {
      await pause(index * 15);
      await world.service
        .send({ reference: randomUUID(), postage: 'second', pdf: SAMPLE })
        .then((id) => accepted.push(id))
        .catch(() => (refused += 1));
    });
    await eventually(() => accepted.length >= 8, { everyMs: 1 });
    await world.stack.api.kill('SIGKILL');
    await Promise.all(sending);
    expect(refused).toBeGreaterThan(0);
    await world.stack.api.start();
    const letters = accepted.map((id) => ({ id }) as LetterRow);
    await world.untilStatus(letters, 'created', PATIENCE);
    await world.startRun();
    await world.expectPrintedOnce(await world.rows(letters));
  });

  test('T1 Temporal is killed while a zip goes out, and comes back: printed once', async () => {
    const { letters } = await standingAt({ call: 'printer.upload', when: 'before' });
    const temporal = world.stack.server('Temporal');
    await temporal.kill('SIGKILL');
    await world.stops().release();
    // The activity goes on to its end with nobody to tell.
    await eventually(async () => ['uploaded', 'published'].includes(String(await stateOf(letters))), PATIENCE);
    await pause(OUTAGE_MS);
    expect((await world.rows(letters)).every(({ status }) => status === 'created')).toBe(true);
    await temporal.start();
    await world.expectPrintedOnce(letters);
  });

  test.each(['refuses', 'frozen'] as const)(
    'T2 the line between worker and Temporal %s for longer than a time-out: printed once',
    async (line) => {
      const { letters } = await standingAt(
        { call: 'printer.upload', when: 'after' },
        { call: 'printer.publish', when: 'before' },
        { call: 'batches.markSending', when: 'after' },
      );
      const { struck } = world.temporalLine;
      world.temporalLine.set(line);
      await world.stops().release();
      await pause(OUTAGE_MS);
      expect(world.temporalLine.struck).toBeGreaterThan(struck);
      world.temporalLine.set('passes');
      await world.expectPrintedOnce(letters);
    },
  );

  test('P1 Postgres is stopped at once, in the middle of three batches, and comes back: printed once', async () => {
    const { letters, struck } = await standingAt(
      { call: 'batches.seal', when: 'before' },
      { call: 'batches.recordIntent', when: 'after' },
      { call: 'batches.recordPublished', when: 'before' },
    );
    const postgres = world.stack.server('Postgres');
    await postgres.kill('SIGQUIT');
    await world.stops().release();
    const failed = () =>
      struck.some(({ workflowId }) => linesOf(workflowId).some((line) => line.includes('"activity failed"')));
    await eventually(failed, PATIENCE);
    await pause(OUTAGE_MS);
    await postgres.start();
    await eventually(() => world.database.query('select 1'), PATIENCE);
    await world.expectPrintedOnce(letters);
  });

  test('P2 back ends are terminated over and over while batches are on their way: printed once', async () => {
    const letters = await world.letters(6);
    let [ended, over] = [0, false];
    const terminate = (async () => {
      while (!over) {
        ended += await terminateBackends('postroom-worker');
        await pause(120);
      }
    })();
    const run = world.startRun();
    await pause(5_000);
    over = true;
    await terminate;
    await run;
    expect(ended).toBeGreaterThan(5);
    await world.expectPrintedOnce(letters);
  });

  test('P3 answers of Postgres are lost while intents and marks are written: printed once', async () => {
    const { letters } = await standingAt(
      { call: 'batches.recordIntent', when: 'before' },
      { call: 'batches.recordPublished', when: 'before' },
      { call: 'batches.markSending', when: 'before' },
    );
    const { struck } = world.postgresLine;
    world.postgresLine.set('mute');
    await world.stops().release();
    await eventually(() => world.postgresLine.struck > struck, PATIENCE);
    await pause(1_000); // what was asked is done by now, and nobody has heard of it
    world.postgresLine.cut();
    world.postgresLine.set('passes');
    await world.expectPrintedOnce(letters);
  });

  test("the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});
