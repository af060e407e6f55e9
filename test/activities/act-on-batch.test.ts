import { randomUUID } from 'node:crypto';
import { failureTypes } from '../../src/contract';
import { sentMarkerKeyOf, zipsSentKeyOf } from '../../src/domain/names';
import { aSealedBatch, rowOf } from './arrange';
import { type World, must, openWorld, run } from './world';

const aNote = () => ({ actor: 'jo', reason: 'the printer has it', actId: randomUUID() });

describe('An act that was given to the workflow itself', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  it('A batch that was adopted is told in the object store before its letters are marked', async () => {
    const { batchId } = await aSealedBatch(world);
    const { zip, day } = await rowOf(world, batchId);
    const publishedAt = new Date();
    world.setNow(new Date());
    await run(world.activities, 'actOnBatch', { batchId, act: 'hold', note: aNote() });
    const adopting = { batchId, act: 'adopt' as const, note: { ...aNote(), publishedAt: publishedAt.toISOString() } };
    expect(await run(world.activities, 'actOnBatch', adopting)).toEqual({ kind: 'done' });
    expect(await run(world.activities, 'actOnBatch', adopting)).toEqual({ kind: 'done' });
    expect(await run(world.activities, 'markSending', { batchId })).toEqual({ kind: 'sent' });
    const marker: unknown = JSON.parse(must(await world.objects.get(sentMarkerKeyOf(day, batchId))).toString());
    expect(marker).toMatchObject({ batchId, temp: null, publishedAt: publishedAt.toISOString(), zip });
    expect(await world.objects.head(zipsSentKeyOf(day, must(zip).zipName))).toBeDefined();
  });

  it('An act by signal that names nobody, or comes without its id, is refused for good', async () => {
    const { batchId } = await aSealedBatch(world);
    const refused = { type: failureTypes.final };
    const nobody = { ...aNote(), actor: ' ' };
    await expect(run(world.activities, 'actOnBatch', { batchId, act: 'hold', note: nobody })).rejects.toMatchObject(
      refused,
    );
    const again = { batchId, act: 'release' as const, note: aNote() };
    expect(await run(world.activities, 'actOnBatch', again)).toEqual({ kind: 'refused', why: 'it is not held' });
  });
});
