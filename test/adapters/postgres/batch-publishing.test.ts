import { type Scene, openScene } from './scene';
import { PUBLISHED_AT, aZip, withIntent } from './world';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('Publishing', () => {
  test('Of ten intents at once one wins, and each attempt learns which', async () => {
    const { batch } = await scene.aBatch(1);
    await scene.worker.batches.seal(batch.id, 1, aZip(batch));
    await scene.worker.batches.advance(batch.id, 'sealed', 'uploaded');
    const attempts = Array.from({ length: 10 }, (_, index) =>
      scene.worker.batches.recordIntent(batch.id, `.temp.${index}`),
    );
    const winners = new Set(await Promise.all(attempts));
    expect(winners.size).toBe(1);
    const { temp, intentAt } = await scene.stored(batch);
    expect([...winners]).toEqual([temp]);
    expect(intentAt).toBeInstanceOf(Date);
    expect(await scene.world.batches.intents(batch.day)).toEqual(new Map([[batch.id, temp]]));
  });

  test('A batch that was not sealed takes no intent', async () => {
    const { batch } = await scene.aBatch(1);
    await expect(scene.worker.batches.recordIntent(batch.id, '.temp')).rejects.toThrow(
      /is claimed: it takes no intent/,
    );
  });

  test('An intent is forgotten only while nobody has issued its rename', async () => {
    const { batch } = await scene.aBatch(1);
    await withIntent(scene.worker, batch, '.one');
    expect(await scene.worker.batches.clearIntent(batch.id, '.two')).toBe(false);
    expect(await scene.worker.batches.issueRename(batch.id, '.two')).toBe(false);
    expect(await scene.worker.batches.clearIntent(batch.id, '.one')).toBe(true);
    expect(await scene.worker.batches.clearIntent(batch.id, '.one')).toBe(false);
    expect(await scene.worker.batches.issueRename(batch.id, '.one')).toBe(false);
    expect(await scene.worker.batches.recordIntent(batch.id, '.two')).toBe('.two');
    expect(await scene.worker.batches.issueRename(batch.id, '.two')).toBe(true);
    expect(await scene.worker.batches.clearIntent(batch.id, '.two')).toBe(false);
  });

  test('Of issuing the rename and forgetting its intent at once exactly one wins', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { batch } = await scene.aBatch(1);
      await withIntent(scene.worker, batch, '.one');
      const outcomes = await Promise.all([
        scene.worker.batches.issueRename(batch.id, '.one'),
        scene.worker.batches.clearIntent(batch.id, '.one'),
      ]);
      expect(outcomes.filter(Boolean)).toHaveLength(1);
    }
  });

  test('The first instant of the rename and of the publishing stays', async () => {
    const { batch } = await scene.aBatch(1);
    await withIntent(scene.worker, batch, '.one');
    await scene.worker.batches.issueRename(batch.id, '.one');
    const { renameIssuedAt } = await scene.stored(batch);
    expect(await scene.worker.batches.issueRename(batch.id, '.one')).toBe(true);
    await scene.worker.batches.recordPublished(batch.id, PUBLISHED_AT);
    await scene.worker.batches.recordPublished(batch.id, new Date());
    expect(await scene.stored(batch)).toMatchObject({ state: 'published', renameIssuedAt, publishedAt: PUBLISHED_AT });
  });

  test('Nothing is recorded as published without an intent', async () => {
    const { batch } = await scene.aBatch(1);
    await scene.worker.batches.seal(batch.id, 1, aZip(batch));
    await scene.worker.batches.advance(batch.id, 'sealed', 'uploaded');
    await expect(scene.worker.batches.recordPublished(batch.id, PUBLISHED_AT)).rejects.toThrow(/is uploaded/);
  });
});
