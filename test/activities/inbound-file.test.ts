import { sql } from 'kysely';
import { failureTypes, ticketKeys } from '../../src/contract';
import type { Sha256 } from '../../src/domain/letter';
import { type FaultPoint, describePoint, recordCalls, withFault } from '../support/faults';
import { anInboundFile, anUploadedBatch, lineOf, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

const STEPS = ['readInboundFile', 'applyInboundFile', 'reportInboundFile', 'hintBatches'] as const;

describe('A response file', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  async function aSentBatch(letters = 3) {
    world.setNow(new Date('2026-03-02T18:00:00.000Z'));
    const uploaded = await anUploadedBatch(world, { letters });
    await run(world.activities, 'publishTemp', uploaded);
    await run(world.activities, 'markSending', uploaded);
    return uploaded;
  }

  async function process(sha256: Sha256, activities = world.activities) {
    const results: unknown[] = [];
    for (const step of STEPS) results.push(await run(activities, step, { sha256 }));
    return results;
  }

  const statusOf = async ({ serviceId, id }: { serviceId: never; id: never }) =>
    (await world.letters.find(serviceId, id))?.status;
  const linesAbout = (reference: string) => world.logged.filter((line) => line['reference'] === reference);
  const countsOf = async (sha256: Sha256) =>
    (
      await sql<{ day: string; sorted: number; unsorted: number }>`
        select billing_day::text as day, sorted, unsorted from sorted_counts
        join inbound_files on inbound_files.id = file_id where sha256 = ${sha256}
      `.execute(world.tables)
    ).rows;

  it('Rows 6 and 7: all of it is processed, then one error names the letters that failed, for someone to investigate', async () => {
    const { letters, batchId } = await aSentBatch();
    const [good, bad, other] = letters.map(must);
    const text = lineOf(must(good)) + lineOf(must(bad), 'Failed') + lineOf(must(other));
    const sha256 = await anInboundFile(world, text);
    expect(await process(sha256)).toEqual([
      { kind: 'readable', file: 'response', lines: 3 },
      { counts: { delivered: 2, failed: 1, sheetMismatches: 0 } },
      undefined,
      undefined,
    ]);
    for (const letter of [good, other]) expect(await statusOf(letter as never)).toBe('delivered');
    expect(await statusOf(bad as never)).toBe('temporary-failure');
    const references = [must(bad).reference];
    expect(world.logged).toContainEqual({
      level: 'error',
      message: 'letters failed at the printer',
      error: 'LettersFailed',
      count: 1,
      references,
      file: sha256,
    });
    const [ticket] = await openTickets(world, ticketKeys.lettersFailed(sha256));
    expect(ticket?.message).toContain(`LettersFailed: 1 letters`);
    expect(ticket?.message).toContain(must(bad).reference);
    expect(world.hinted).toContain(batchId);
    expect((await world.inbound.find(sha256))?.state).toBe('applied');
  });

  it('Row 17: each letter has one line at info with its final status', async () => {
    const { letters } = await aSentBatch(2);
    await process(await anInboundFile(world, letters.map((letter) => lineOf(letter)).join('')));
    for (const { reference } of letters) {
      expect(linesAbout(reference)).toEqual([
        { level: 'info', message: 'letter final', reference, status: 'delivered' },
      ]);
    }
  });

  it('Processed again it changes nothing and doubles no count', async () => {
    const { letters } = await aSentBatch();
    const sha256 = await anInboundFile(world, letters.map((letter) => lineOf(letter)).join(''));
    const [first, second] = [await process(sha256), await process(sha256)];
    expect(second).toEqual(first);
    expect(await countsOf(sha256)).toEqual([{ day: '2026-03-03', sorted: 0, unsorted: 3 }]);
    for (const { id } of letters) expect(await world.letters.events(id)).toHaveLength(4);
  });

  it('One bad line refuses the whole of it: nothing is applied, a ticket names file and line', async () => {
    const { letters } = await aSentBatch();
    const sha256 = await anInboundFile(world, `${lineOf(must(letters[0]))}only|three|fields\n`);
    const refusal = { kind: 'refused', reason: expect.stringMatching(/^line 2: .*4 or 5/) as string };
    expect(await run(world.activities, 'readInboundFile', { sha256 })).toEqual(refusal);
    expect(await run(world.activities, 'readInboundFile', { sha256 })).toEqual(refusal);
    expect(await statusOf(letters[0] as never)).toBe('sending');
    expect(await world.inbound.find(sha256)).toMatchObject({ state: 'refused' });
    const [ticket] = await openTickets(world, ticketKeys.inboundRefused(sha256));
    expect(ticket?.message).toContain('NOTIFY-20260303080000-RSP.TXT');
    expect(ticket?.message).toContain('line 2: ');
    expect(await countsOf(sha256)).toEqual([]);
  });

  it('Unknown references and letters without an intent stay unapplied, in one ticket, while the rest goes on', async () => {
    const { letters } = await aSentBatch(1);
    const unsent = await anUploadedBatch(world, { letters: 1 });
    const lines = ['UNKNOWN0REFERENC|Sent|1|Unsorted\n', lineOf(must(unsent.letters[0])), lineOf(must(letters[0]))];
    const sha256 = await anInboundFile(world, lines.join(''));
    await process(sha256);
    expect(await statusOf(letters[0] as never)).toBe('delivered');
    expect(await statusOf(unsent.letters[0] as never)).toBe('created');
    const [ticket] = await openTickets(world, ticketKeys.inboundUnapplied(sha256));
    expect(ticket?.message).toContain('1 lines with an unknown reference, 1 of letters whose batch was not sent');
  });

  it('A letter with two outcomes keeps the first, and a ticket says so', async () => {
    const { letters } = await aSentBatch(1);
    const [letter] = letters;
    const sha256 = await anInboundFile(world, lineOf(must(letter)) + lineOf(must(letter), 'Failed'));
    await process(sha256);
    expect(await statusOf(letter as never)).toBe('delivered');
    expect(await openTickets(world, ticketKeys.inboundConflicting(sha256))).toHaveLength(1);
    expect(await openTickets(world, ticketKeys.lettersFailed(sha256))).toEqual([]);
  });

  it('A letter whose sheets the printer counted otherwise is logged as an error and delivered all the same', async () => {
    const { letters } = await aSentBatch(1);
    const [letter] = letters;
    const sha256 = await anInboundFile(world, lineOf(must(letter), 'Sent', 4));
    await process(sha256);
    expect(await statusOf(letter as never)).toBe('delivered');
    expect(linesAbout(must(letter).reference)).toContainEqual({
      level: 'error',
      message: 'sheets differ from the printer',
      reference: must(letter).reference,
      sheets: 1,
      pages: 4,
      file: sha256,
    });
  });

  it('A file of thousands of lines is read and applied in chunks, with signs of life', async () => {
    const lines = Array.from(
      { length: 2_500 },
      (_, index) => `UNKNOWN${String(index).padStart(9, '0')}|Sent|1|Sorted\n`,
    );
    const sha256 = await anInboundFile(world, `\uFEFF${lines.join('').replaceAll('\n', '\r\n')}\r\n`);
    const heartbeats: unknown[] = [];
    const read = await run(world.activities, 'readInboundFile', { sha256 }, { heartbeats });
    expect(read).toEqual({ kind: 'readable', file: 'response', lines: 2_500 });
    expect(heartbeats.length).toBeGreaterThanOrEqual(4);
    const { ports, calls } = recordCalls(world.ports);
    await run(world.activitiesOn(ports), 'applyInboundFile', { sha256 });
    expect(calls.filter(({ method }) => method === 'applyNext')).toHaveLength(4);
  });

  it('Wherever a worker dies while it processes a file, each letter has its status once and its ticket stands', async () => {
    const { letters: shape } = await aSentBatch(1);
    const clean = recordCalls(world.ports);
    await process(await anInboundFile(world, lineOf(must(shape[0]), 'Failed')), world.activitiesOn(clean.ports));
    const points = clean.calls.flatMap((call) => (['before', 'after'] as const).map((when) => ({ ...call, when })));
    expect(points.length).toBeGreaterThan(20);
    for (const point of points satisfies readonly FaultPoint[]) {
      const { letters } = await aSentBatch(1);
      const sha256 = await anInboundFile(world, lineOf(must(letters[0]), 'Failed'));
      const { ports, struck } = withFault(world.ports, point, 'dies');
      await process(sha256, world.activitiesOn(ports)).catch(() => undefined);
      expect([describePoint(point), struck()]).toEqual([describePoint(point), true]);
      await process(sha256);
      expect(await statusOf(letters[0] as never)).toBe('temporary-failure');
      expect(await world.letters.events(must(letters[0]).id)).toHaveLength(4);
      expect(await openTickets(world, ticketKeys.lettersFailed(sha256))).toHaveLength(1);
    }
  });

  it('A file that nobody registered is refused for good', async () => {
    const sha256 = 'f'.repeat(64) as Sha256;
    await expect(run(world.activities, 'readInboundFile', { sha256 })).rejects.toMatchObject({
      type: failureTypes.final,
    });
  });
});
