import { findBrokenEvent } from '../../../src/adapters/postgres/event-chain';
import { type Scene, openScene } from './scene';
import { PUBLISHED_AT, published, withIntent } from './world';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('Row 5: letters stay created until their zip is published, then they are sending', () => {
  test('Letters of a batch that is not published are not marked', async () => {
    const { batch, letters } = await scene.aBatch(2);
    await withIntent(scene.worker, batch);
    await expect(scene.worker.batches.markSending(batch.id, 10)).rejects.toThrow(/its letters are not sent/);
    expect(await scene.statusesOf(letters)).toEqual(['created', 'created']);
  });

  test('They are marked in chunks, all with the instant of publishing, and a repeat changes nothing', async () => {
    const { batch, letters } = await scene.aBatch(5);
    await published(scene.worker, batch);
    const chunks = [];
    for (let count = 0; count < 4; count += 1) chunks.push(await scene.worker.batches.markSending(batch.id, 2));
    expect(chunks).toEqual([2, 2, 1, 0]);
    for (const { id } of letters) {
      expect(await scene.letter(id)).toMatchObject({ status: 'sending', sentAt: PUBLISHED_AT });
      const events = await scene.world.letters.events(id);
      expect(events.at(-1)).toMatchObject({ sequence: 3, status: 'sending', detail: batch.id });
      expect(findBrokenEvent(id, events)).toBeUndefined();
    }
    expect(await scene.world.batches.countOutstanding(batch.id)).toBe(5);
    expect(await scene.world.batches.standing(batch.id)).toEqual({ letters: 5, marked: 5, elsewhere: 0 });
  });

  test('Two markings at once move each letter once', async () => {
    const { batch, letters } = await scene.aBatch(20);
    await published(scene.worker, batch);
    const markAll = async () => {
      let moved = 0;
      for (let chunk = await scene.worker.batches.markSending(batch.id, 3); chunk > 0; ) {
        moved += chunk;
        chunk = await scene.worker.batches.markSending(batch.id, 3);
      }
      return moved;
    };
    const moved = await Promise.all([markAll(), markAll()]);
    expect(moved.reduce((sum, count) => sum + count)).toBe(20);
    for (const { id } of letters) expect(await scene.world.letters.events(id)).toHaveLength(3);
  });
});
