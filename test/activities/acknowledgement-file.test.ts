import { ticketKeys } from '../../src/contract';
import { anInboundFile, anUploadedBatch, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

describe('An acknowledgement file', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const NAME = 'NOTIFY.20260302190000.ACK.TXT';
  const STAMP = '20260302190000';
  const process = async (text: string) => {
    const sha256 = await anInboundFile(world, text, NAME);
    const read = await run(world.activities, 'readInboundFile', { sha256 });
    const applied = await run(world.activities, 'applyInboundFile', { sha256 });
    await run(world.activities, 'reportInboundFile', { sha256 });
    await run(world.activities, 'hintBatches', { sha256 });
    return { sha256, read, applied };
  };

  it('Row 8: names a zip in any case, and its batch learns of it at once', async () => {
    const uploaded = await anUploadedBatch(world);
    await run(world.activities, 'publishTemp', uploaded);
    const zipName = must(uploaded.batch.zip).zipName.toLowerCase();
    const { sha256, read, applied } = await process(`${zipName}|${STAMP}\r\n`);
    expect(read).toEqual({ kind: 'readable', file: 'acknowledgement', lines: 1 });
    expect(applied).toEqual({ counts: { acknowledged: 1 } });
    expect((await world.batches.find(uploaded.batchId))?.acknowledgedAt).toEqual(new Date('2026-03-02T19:00:00.000Z'));
    expect(world.hinted).toEqual([uploaded.batchId]);
    expect(await world.inbound.find(sha256)).toMatchObject({ state: 'applied' });
  });

  it('A name that never was ours is a line in the log; an unreadable line is a ticket; the good ones count', async () => {
    const uploaded = await anUploadedBatch(world);
    await run(world.activities, 'publishTemp', uploaded);
    const text = `NOTIFY.OLD.ZIP|${STAMP}\nno line\n${must(uploaded.batch.zip).zipName}|${STAMP}\n`;
    const { sha256, applied } = await process(text);
    expect(applied).toEqual({ counts: { acknowledged: 1, unknown: 1, unreadable: 1 } });
    expect(world.logged).toContainEqual({
      level: 'info',
      message: 'acknowledgement of a zip that is not ours',
      zipName: 'NOTIFY.OLD.ZIP',
    });
    const [ticket] = await openTickets(world, ticketKeys.acknowledgementUnreadable(sha256));
    expect(ticket?.message).toContain('lines 2.');
    expect((await world.tickets.list({ open: true })).filter(({ message }) => message.includes('OLD'))).toEqual([]);
  });

  it('A zip that was never sent is not acknowledged and has a ticket', async () => {
    const { batch, batchId } = await anUploadedBatch(world);
    const { applied } = await process(`${must(batch.zip).zipName}|${STAMP}\n`);
    expect(applied).toEqual({ counts: { 'without-intent': 1 } });
    expect(await openTickets(world, ticketKeys.acknowledgedWithoutIntent(batchId))).toHaveLength(1);
    expect((await world.batches.find(batchId))?.acknowledgedAt).toBeNull();
  });

  it.each(['readInboundFile', 'applyInboundFile', 'reportInboundFile', 'hintBatches'] as const)(
    'Of thousands of lines, whoever sent it: %s tells that the work goes on, and is given the time it takes',
    async (step) => {
      const sha256 = await anInboundFile(world, `NOTIFY.OLD.ZIP|${STAMP}\n`.repeat(3_500), NAME);
      const heartbeats: unknown[] = [];
      await run(world.activities, step, { sha256 }, { heartbeats });
      expect(heartbeats.length).toBeGreaterThanOrEqual(4);
    },
  );
});
