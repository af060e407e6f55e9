import { type Scene, openScene } from './scene';
import { PUBLISHED_AT, aZip, published } from './world';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('Acknowledgement', () => {
  const acknowledgedAt = new Date('2026-03-02T19:00:00.000Z');

  test('The printer’s first word on a zip stays; names that never were ours are unknown', async () => {
    const { batch } = await scene.aBatch(1);
    const { zip } = await published(scene.worker, batch);
    const line = { zipName: zip?.zipName ?? '', at: acknowledgedAt };
    const outcome = { kind: 'acknowledged', batchId: batch.id };
    expect(await scene.worker.batches.acknowledge(line)).toEqual(outcome);
    expect(await scene.worker.batches.acknowledge({ ...line, at: new Date() })).toEqual(outcome);
    expect(await scene.stored(batch)).toMatchObject({ acknowledgedAt });
    expect(await scene.worker.batches.acknowledge({ zipName: 'NOTIFY.X.ZIP', at: acknowledgedAt })).toEqual({
      kind: 'unknown',
    });
  });

  test('A zip with an intent is acknowledged before it is recorded as published; one without is not', async () => {
    const { batch } = await scene.aBatch(1);
    const { zip } = await scene.worker.batches.seal(batch.id, 1, aZip(batch));
    const line = { zipName: zip?.zipName ?? '', at: acknowledgedAt };
    expect(await scene.worker.batches.acknowledge(line)).toEqual({ kind: 'without-intent', batchId: batch.id });
    expect(await scene.stored(batch)).toMatchObject({ acknowledgedAt: null });
    await scene.worker.batches.recordIntent(batch.id, '.one');
    expect(await scene.worker.batches.acknowledge(line)).toEqual({ kind: 'acknowledged', batchId: batch.id });
  });

  test('A published zip is missed until it is acknowledged or named in a ticket', async () => {
    const missed = async () =>
      (await scene.world.batches.unacknowledged(new Date(PUBLISHED_AT.getTime() + 1))).map(({ id }) => id);
    const { batch: silent } = await scene.aBatch(1);
    const { batch: answered } = await scene.aBatch(1);
    await published(scene.worker, silent);
    const { zip } = await published(scene.worker, answered);
    expect(await missed()).toEqual(expect.arrayContaining([silent.id, answered.id]));
    await scene.worker.batches.acknowledge({ zipName: zip?.zipName ?? '', at: acknowledgedAt });
    expect(await missed()).not.toContain(answered.id);
    await scene.worker.batches.ticketed([silent.id], acknowledgedAt);
    expect(await missed()).not.toContain(silent.id);
    expect(await scene.world.batches.unacknowledged(PUBLISHED_AT)).toEqual([]);
  });
});
