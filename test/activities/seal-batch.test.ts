import { randomUUID } from 'node:crypto';
import { writeFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { entriesOf } from '../../dev/printer/zip-reader';
import { sha256Of } from '../../src/activities/digest';
import { failureTypes, ticketKeys } from '../../src/contract';
import { baseNameOf, zipContentText, zipKeyOf, zipNameOf } from '../../src/domain/names';
import { withFault } from '../support/faults';
import { aBatch, aRun, aSealedBatch, openTickets, rowOf } from './arrange';
import { sendUntilDone } from './publish';
import { LIMITS, type World, must, openWorld, run } from './world';

describe('Sealing a batch', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const storedZip = async (batchId: Parameters<typeof rowOf>[1]): Promise<Buffer> => {
    const { day, zip } = await rowOf(world, batchId);
    return must(await world.objects.get(zipKeyOf(day, must(zip).zipName)));
  };

  async function entriesIn(zip: Buffer) {
    const folder = await mkdtemp(join(tmpdir(), 'postroom-zip-'));
    await writeFile(join(folder, 'zip'), zip);
    const entries = [];
    for await (const { name, body } of entriesOf(join(folder, 'zip'))) entries.push({ name, sha256: sha256Of(body) });
    await rm(folder, { recursive: true });
    return entries;
  }

  it('Row 3: letters are zipped in batch order under their own names, and the zip is named by its content', async () => {
    const { batch, batchId, letters } = await aBatch(world);
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });

    const zip = await storedZip(batchId);
    const contents = letters.map(({ id, incomingSha256 }) => ({ id, sha256: incomingSha256 }));
    expect(await rowOf(world, batchId)).toMatchObject({
      state: 'sealed',
      zip: {
        zipName: zipNameOf(batch, sha256Of(zipContentText(contents))),
        sha256: sha256Of(zip),
        bytes: zip.length,
        letters: letters.length,
      },
    });
    expect(await entriesIn(zip)).toEqual(
      letters.map(({ printKey, incomingSha256 }) => ({ name: baseNameOf(printKey), sha256: incomingSha256 })),
    );
  });

  it('A letter whose PDF changed and one whose PDF is missing are dropped before sealing, ticketed, and the rest travels', async () => {
    const { batchId, letters } = await aBatch(world, { letters: 4 });
    const [changed, , missing] = letters.map(must);
    await world.objects.put(must(changed).printKey, Buffer.from('another letter'), 'application/pdf');
    await world.objects.remove(must(missing).printKey);
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });

    const travelling = letters.filter((letter) => letter !== changed && letter !== missing);
    expect((await entriesIn(await storedZip(batchId))).map(({ name }) => name)).toEqual(
      travelling.map(({ printKey }) => baseNameOf(printKey)),
    );
    for (const letter of [changed, missing].map(must)) {
      expect(await world.letters.find(letter.serviceId, letter.id)).toMatchObject({ status: 'technical-failure' });
    }
    const [ticket] = await openTickets(world, ticketKeys.letterDropped(batchId));
    expect(ticket?.message).toContain(`${must(changed).id} (PDF changed)`);
    expect(ticket?.message).toContain(`${must(missing).id} (PDF missing)`);
  });

  it('A batch that loses every letter is empty and has no zip', async () => {
    const { batchId, letters } = await aBatch(world);
    for (const { printKey } of letters) await world.objects.remove(printKey);
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'empty' });
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'empty', zip: null });
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'empty' });
  });

  it('A letter whose PDF cannot be read for a moment is not dropped: the whole is tried again', async () => {
    const { batchId, letters } = await aBatch(world);
    const flaky = { ...world.ports, objects: { ...world.objects, readAhead: () => brokenReads() } };
    // eslint-disable-next-line @typescript-eslint/require-await
    async function* brokenReads(): AsyncGenerator<never> {
      yield* [];
      throw new Error('503 Slow Down');
    }
    await expect(run(world.activitiesOn(flaky), 'sealBatch', { batchId })).rejects.toThrow('503 Slow Down');
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'claimed', letters: letters.length });
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });
    expect(await rowOf(world, batchId)).toMatchObject({ zip: { letters: letters.length } });
  });

  it('A letter whose download was cut short is read a second time and travels', async () => {
    const { batchId, letters } = await aBatch(world);
    const { objects } = world;
    const cutting = {
      ...objects,
      async *readAhead(...asked: Parameters<typeof objects.readAhead>) {
        for await (const { key, body } of objects.readAhead(...asked)) yield { key, body: body?.subarray(0, 5) };
      },
    };
    const activities = world.activitiesOn({ ...world.ports, objects: cutting });
    expect(await run(activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });
    expect(await rowOf(world, batchId)).toMatchObject({ zip: { letters: letters.length } });
  });

  it('Two attempts at once seal the same zip', async () => {
    const { batchId } = await aBatch(world, { letters: 20 });
    const attempts = [1, 2].map(() => run(world.activities, 'sealBatch', { batchId }));
    expect(await Promise.all(attempts)).toEqual([{ kind: 'sealed' }, { kind: 'sealed' }]);
    expect(sha256Of(await storedZip(batchId))).toBe((await rowOf(world, batchId)).zip?.sha256);
  });

  it('Two attempts at once drop a changed letter once', async () => {
    const { batchId, letters } = await aBatch(world, { letters: 5 });
    await world.objects.remove(must(letters[2]).printKey);
    const attempts = [1, 2].map(() => run(world.activities, 'sealBatch', { batchId }));
    expect(await Promise.all(attempts)).toEqual([{ kind: 'sealed' }, { kind: 'sealed' }]);
    expect(await rowOf(world, batchId)).toMatchObject({ version: 2, zip: { letters: 4 } });
    expect(await openTickets(world, ticketKeys.letterDropped(batchId))).toHaveLength(1);
  });

  it('A worker that dies between the drop and its ticket leaves the ticket behind all the same', async () => {
    const { batchId, letters } = await aBatch(world);
    await world.objects.remove(must(letters[0]).printKey);
    const point = { port: 'batches', method: 'drop', call: 1, when: 'after' } as const;
    const { ports, struck } = withFault(world.ports, point, 'dies');
    await expect(run(world.activitiesOn(ports), 'sealBatch', { batchId })).rejects.toThrow('dies after batches.drop');
    expect(struck()).toBe(true);
    expect(await openTickets(world, ticketKeys.letterDropped(batchId))).toHaveLength(1);
  });

  it('A zip that stands already is built again, compared and taken', async () => {
    const { batchId } = await aBatch(world);
    const point = { port: 'objects', method: 'putStream', call: 1, when: 'after' } as const;
    const { ports } = withFault(world.ports, point, 'dies');
    await expect(run(world.activitiesOn(ports), 'sealBatch', { batchId })).rejects.toThrow();
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });
    expect(sha256Of(await storedZip(batchId))).toBe((await rowOf(world, batchId)).zip?.sha256);
  });

  it.each([
    ['another length', () => Buffer.from('other bytes')],
    ['other bytes of the same length', (zip: Buffer) => Buffer.alloc(zip.length)],
  ])('A zip of %s under the same name parks the batch for a person', async (_title, otherBytes) => {
    const { batch, batchId, letters } = await aBatch(world);
    const contents = letters.map(({ id, incomingSha256 }) => ({ id, sha256: incomingSha256 }));
    const key = zipKeyOf(batch.day, zipNameOf(batch, sha256Of(zipContentText(contents))));
    const twin = await aBatch(world);
    await run(world.activities, 'sealBatch', { batchId: twin.batchId });
    const zip = await storedZip(twin.batchId);
    await world.objects.put(key, otherBytes(zip), 'application/zip');
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'parked', reason: 'zip-differs' });
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'claimed', parkedReason: 'zip-differs' });
  });

  it('A batch that is no longer claimed is left as it is', async () => {
    const { batchId } = await aBatch(world);
    await run(world.activities, 'sealBatch', { batchId });
    const sealed = await rowOf(world, batchId);
    expect(await run(world.activities, 'sealBatch', { batchId })).toEqual({ kind: 'sealed' });
    expect(await rowOf(world, batchId)).toEqual(sealed);
  });

  it('A batch that does not exist is refused for good', async () => {
    const { batchId } = await aBatch(world);
    const unknown = batchId.replace('2026', '2025') as typeof batchId;
    await expect(run(world.activities, 'sealBatch', { batchId: unknown })).rejects.toMatchObject({
      type: failureTypes.final,
      nonRetryable: true,
    });
  });

  it('While it reads, it tells Temporal at least each MiB how far it is', async () => {
    const { batchId } = await aBatch(world, { letters: 6, bytes: 1_048_576 });
    const heartbeats: unknown[] = [];
    await run(world.activities, 'sealBatch', { batchId }, { heartbeats });
    expect(heartbeats.length).toBeGreaterThanOrEqual(7);
    expect(heartbeats.at(-1)).toEqual({ bytes: 6 * 1_048_576, rows: 0 });
  });

  it('Cancelled, it leaves no zip behind', async () => {
    const { batchId, batch } = await aBatch(world);
    const signal = AbortSignal.abort(new Error('cancelled'));
    await expect(run(world.activities, 'sealBatch', { batchId }, { signal })).rejects.toThrow();
    const left: string[] = [];
    for await (const { key } of world.objects.list(zipKeyOf(batch.day, ''))) left.push(key);
    expect(left.filter((key) => key.endsWith(`.${batch.serviceId.toUpperCase()}.ZIP`))).toEqual([]);
  });

  it('Letters of a sealed batch that was abandoned are sealed again on the same day, under the same name, and sent once', async () => {
    const { batch, batchId } = await aSealedBatch(world);
    const order = { id: randomUUID(), batchId, actor: 'jo.smith', reason: 'wrong leaflet', at: new Date() };
    expect(await world.batches.act({ ...order, act: 'abandon' })).toEqual({ kind: 'done' });

    const again = must(await world.batches.claimNext(await aRun(world), LIMITS));
    expect(await run(world.activities, 'sealBatch', { batchId: again.id })).toEqual({ kind: 'sealed' });
    expect((await rowOf(world, again.id)).zip).toEqual(batch.zip);

    const line = { zipName: must(batch.zip).zipName, at: new Date() };
    expect(await world.batches.acknowledge(line)).toEqual({ kind: 'without-intent', batchId: again.id });
    expect(await sendUntilDone(world.activities, again.id)).toBe('published');
    expect(await world.batches.acknowledge(line)).toEqual({ kind: 'acknowledged', batchId: again.id });
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'abandoned', acknowledgedAt: null });
  });
});
