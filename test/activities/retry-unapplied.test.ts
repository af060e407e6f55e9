import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import { ticketKeys } from '../../src/contract';
import type { Sha256 } from '../../src/domain/letter';
import { type FaultPoint, describePoint, recordCalls, withFault } from '../support/faults';
import { anInboundFile, anUploadedBatch, lineOf, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

describe('Trying again what could not be applied', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  /** As a check does it that starts now: what was tried before now is tried again, once. */
  const retry = async (activities = world.activities) => {
    await pause(2); // the tables know microseconds, we milliseconds
    return run(activities, 'retryUnapplied', { at: new Date().toISOString() });
  };
  const takeIn = async (text: string): Promise<Sha256> => {
    const sha256 = await anInboundFile(world, text);
    for (const step of ['readInboundFile', 'applyInboundFile', 'reportInboundFile', 'hintBatches'] as const) {
      await run(world.activities, step, { sha256 });
    }
    return sha256;
  };
  /** Letters whose answer came before their batch was sent. */
  async function answeredTooEarly(status = 'Sent') {
    const uploaded = await anUploadedBatch(world, { letters: 1 });
    const [letter] = uploaded.letters;
    const sha256 = await takeIn(lineOf(must(letter), status));
    expect(await openTickets(world, ticketKeys.inboundUnapplied(sha256))).toHaveLength(1);
    return { ...uploaded, letter: must(letter), sha256 };
  }
  const statusOf = async ({ serviceId, id }: { serviceId: never; id: never }) =>
    (await world.letters.find(serviceId, id))?.status;

  it('R4, R5: a line waits for its letter, then its ticket closes by itself and its batch is told', async () => {
    const { letter, sha256, batchId, ...uploaded } = await answeredTooEarly();
    expect(await retry()).toMatchObject({ tried: 1, applied: 0, more: false });
    expect(await statusOf(letter as never)).toBe('created');

    await run(world.activities, 'publishTemp', { batchId, temp: uploaded.temp });
    await run(world.activities, 'markSending', { batchId });
    world.hinted.length = 0;
    expect(await retry()).toEqual({ tried: 1, applied: 1, more: false });
    expect(await statusOf(letter as never)).toBe('delivered');
    expect(await openTickets(world, ticketKeys.inboundUnapplied(sha256))).toEqual([]);
    expect(world.hinted).toEqual([batchId]);
    expect(must(await world.inbound.find(sha256)).detail).toBe('{"delivered":1,"sheetMismatches":0}');
    expect(await retry()).toEqual({ tried: 0, applied: 0, more: false });
  });

  it('The ticket stays while one of the lines cannot be applied', async () => {
    const uploaded = await anUploadedBatch(world, { letters: 1 });
    const sha256 = await takeIn(`${lineOf(must(uploaded.letters[0]))}UNKNOWN0REFERENC|Sent|1|Sorted\n`);
    await run(world.activities, 'publishTemp', uploaded);
    expect(await retry()).toMatchObject({ tried: 2, applied: 1 });
    expect(await openTickets(world, ticketKeys.inboundUnapplied(sha256))).toHaveLength(1);
    await sql`update inbound_lines set applied_at = now()`.execute(world.tables);
  });

  it('Row 7: letters that fail late raise an error of their own, though the ticket of the file is open', async () => {
    const [early, late] = [await anUploadedBatch(world, { letters: 1 }), await anUploadedBatch(world, { letters: 1 })];
    await run(world.activities, 'publishTemp', early);
    const [first, second] = [must(early.letters[0]), must(late.letters[0])];
    const sha256 = await takeIn(lineOf(first, 'Failed') + lineOf(second, 'Failed'));
    await run(world.activities, 'publishTemp', late);
    await retry();
    expect(await statusOf(second as never)).toBe('temporary-failure');
    expect(world.logged).toContainEqual(
      expect.objectContaining({ error: 'LettersFailed', count: 1, references: [second.reference], file: sha256 }),
    );
    const open = (await world.tickets.list({ open: true })).filter(({ kind }) => kind === 'letters-failed');
    expect(open.filter(({ message }) => message.includes(second.reference))).toHaveLength(1);
    expect(open.filter(({ message }) => message.includes(first.reference))).toHaveLength(1);
  });

  it('Wherever a worker dies, the letter has its status once, its ticket stands and the batch is told', async () => {
    const clean = recordCalls(world.ports);
    const shape = await answeredTooEarly('Failed');
    await run(world.activities, 'publishTemp', shape);
    await retry(world.activitiesOn(clean.ports));
    const points = clean.calls.flatMap((call) => (['before', 'after'] as const).map((when) => ({ ...call, when })));
    expect(points.length).toBeGreaterThan(10);
    for (const point of points satisfies readonly FaultPoint[]) {
      const { letter, sha256, ...uploaded } = await answeredTooEarly('Failed');
      await run(world.activities, 'publishTemp', uploaded);
      world.hinted.length = 0;
      const { ports, struck } = withFault(world.ports, point, 'dies');
      await retry(world.activitiesOn(ports)).catch(() => undefined);
      expect([describePoint(point), struck()]).toEqual([describePoint(point), true]);
      await retry();
      expect(await statusOf(letter as never)).toBe('temporary-failure');
      expect(await world.letters.events(letter.id)).toHaveLength(4);
      expect(world.hinted).toContain(uploaded.batchId);
      const open = (await world.tickets.list({ open: true })).filter(({ message }) =>
        message.includes(letter.reference),
      );
      expect(open.map(({ kind }) => kind)).toEqual(['letters-failed']);
      expect(await openTickets(world, ticketKeys.inboundUnapplied(sha256))).toEqual([]);
    }
  });
});
