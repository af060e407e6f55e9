import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { sha256Of } from '../../src/activities/digest';
import { failureTypes } from '../../src/contract';
import { tempPrefixOf, zipKeyOf } from '../../src/domain/names';
import { aBatch, aSealedBatch, anUploadedBatch, rowOf } from './arrange';
import { type World, must, openWorld, run } from './world';

describe('Uploading a zip', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const stagedOf = async (batchId: Parameters<typeof tempPrefixOf>[0]): Promise<string[]> =>
    (await world.staged()).filter((name) => name.startsWith(tempPrefixOf(batchId)));

  it('The sealed bytes lie in the staging folder under a name of their own, and nothing in the inbox', async () => {
    const { batchId } = await aSealedBatch(world);
    const uploaded = await run(world.activities, 'uploadTemp', { batchId });
    const [temp] = await stagedOf(batchId);
    expect(uploaded).toEqual({ kind: 'uploaded', temp });
    const batch = await rowOf(world, batchId);
    expect(batch).toMatchObject({ state: 'uploaded', temp: null });
    const bytes = await readFile(join(world.robot.folders.staging, must(temp)));
    expect(sha256Of(bytes)).toBe(batch.zip?.sha256);
    expect(await world.inbox()).toEqual([]);
  });

  it('Two attempts at once write into two files', async () => {
    const { batchId } = await aSealedBatch(world);
    await Promise.all([1, 2].map(() => run(world.activities, 'uploadTemp', { batchId })));
    expect(new Set(await stagedOf(batchId)).size).toBe(2);
  });

  it('Once a file is recorded as the intent, no other is uploaded, even when it is gone', async () => {
    const { batchId, temp } = await anUploadedBatch(world);
    await world.batches.recordIntent(batchId, temp);
    await world.printer.removeTemp(temp);
    expect(await run(world.activities, 'uploadTemp', { batchId })).toEqual({ kind: 'uploaded', temp });
    expect(await stagedOf(batchId)).toEqual([]);
  });

  it('A published batch sends no further byte', async () => {
    const { batchId, temp } = await anUploadedBatch(world);
    await run(world.activities, 'publishTemp', { batchId, temp });
    expect(await run(world.activities, 'uploadTemp', { batchId })).toEqual({ kind: 'published' });
    expect(await stagedOf(batchId)).toEqual([]);
  });

  it('An upload whose line is cut leaves no file, and the next attempt goes through', async () => {
    const { batchId } = await aSealedBatch(world);
    const fault = { on: 'close', act: 'fail', file: tempPrefixOf(batchId) } as const;
    await world.robot.control.control({ server: { faults: [fault] } });
    await expect(run(world.activities, 'uploadTemp', { batchId })).rejects.toThrow();
    expect((await world.robot.control.state()).struck.at(-1)).toMatchObject({ on: 'close', act: 'fail' });
    await world.robot.control.control({ server: { faults: [] } });
    expect(await stagedOf(batchId)).toEqual([]);
    expect(await run(world.activities, 'uploadTemp', { batchId })).toMatchObject({ kind: 'uploaded' });
  });

  it.each([
    ['missing', () => undefined],
    ['of another length', () => Buffer.from('other bytes')],
    ['of the same length but other bytes', (zip: Buffer) => Buffer.alloc(zip.length)],
  ])(
    'A stored zip that is %s parks the batch for a person, and nothing stays at the printer',
    async (_title, change) => {
      const { batch, batchId } = await aSealedBatch(world);
      const key = zipKeyOf(batch.day, must(batch.zip).zipName);
      const changed = change(must(await world.objects.get(key)));
      if (changed) await world.objects.put(key, changed, 'application/zip');
      else await world.objects.remove(key);
      expect(await run(world.activities, 'uploadTemp', { batchId })).toEqual({ kind: 'parked', reason: 'zip-differs' });
      expect(await stagedOf(batchId)).toEqual([]);
      expect(await rowOf(world, batchId)).toMatchObject({ state: 'sealed', parkedReason: 'zip-differs' });
    },
  );

  it('A stored zip that was read wrongly once is tried again', async () => {
    const { batchId } = await aSealedBatch(world);
    let reads = 0;
    const objects = {
      ...world.objects,
      getStream: async (key: string) => {
        reads += 1;
        const zip = must(await world.objects.get(key));
        return reads === 1 ? Readable.from([Buffer.alloc(zip.length)]) : world.objects.getStream(key);
      },
    };
    const activities = world.activitiesOn({ ...world.ports, objects });
    await expect(run(activities, 'uploadTemp', { batchId })).rejects.toMatchObject({ type: failureTypes.retry });
    expect(await stagedOf(batchId)).toEqual([]);
    expect(await run(activities, 'uploadTemp', { batchId })).toMatchObject({ kind: 'uploaded' });
  });

  it('A batch that an operator holds while its zip is under way does not go on: what was uploaded is thrown away', async () => {
    const { batchId } = await aSealedBatch(world);
    const order = { batchId, actor: 'jo.smith', reason: 'wrong leaflet', at: new Date() };
    const printer = {
      ...world.printer,
      upload: async (...upload: Parameters<typeof world.printer.upload>) => {
        expect(await world.batches.act({ ...order, id: randomUUID(), act: 'hold' })).toEqual({ kind: 'done' });
        return world.printer.upload(...upload);
      },
    };
    const activities = world.activitiesOn({ ...world.ports, printer });
    expect(await run(activities, 'uploadTemp', { batchId })).toEqual({ kind: 'held' });
    expect(await stagedOf(batchId)).toEqual([]);
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'sealed', held: true });

    await world.batches.act({ ...order, id: randomUUID(), act: 'release' });
    expect(await run(world.activities, 'uploadTemp', { batchId })).toMatchObject({ kind: 'uploaded' });
    expect(await world.batches.act({ ...order, id: randomUUID(), act: 'hold' })).toMatchObject({ kind: 'refused' });
  });

  it('A batch that is not sealed has nothing to upload', async () => {
    const { batchId } = await aBatch(world);
    await expect(run(world.activities, 'uploadTemp', { batchId })).rejects.toMatchObject({ type: failureTypes.final });
  });

  it('While it sends, it tells Temporal at least each MiB how far it is', async () => {
    const { batchId } = await aSealedBatch(world, { letters: 6, bytes: 1_048_576 });
    const heartbeats: unknown[] = [];
    await run(world.activities, 'uploadTemp', { batchId }, { heartbeats });
    expect(heartbeats.length).toBeGreaterThanOrEqual(6);
  });
});
