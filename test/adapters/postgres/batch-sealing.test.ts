import type { LetterId, NewLetter } from '../../../src/domain/letter';
import { type Scene, openScene } from './scene';
import { aZip } from './world';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('Sealing', () => {
  test('A letter that is dropped fails with its reason, leaves the batch, and raises its version', async () => {
    const { batch, letters } = await scene.aBatch(3);
    const [first, second, third] = letters.map(({ id }) => id) as [LetterId, LetterId, LetterId];
    const dropped = await scene.worker.batches.drop(batch.id, 1, [{ id: second, reason: 'the PDF is missing' }]);
    expect(dropped).toBe(true);
    expect((await scene.world.batches.letters(batch.id)).map(({ id }) => id)).toEqual([first, third]);
    expect(await scene.stored(batch)).toMatchObject({ version: 2, letters: 2, pdfBytes: 2_000 });
    const letter = await scene.letter(second);
    expect(letter).toMatchObject({ status: 'technical-failure', failure: 'the PDF is missing', batchId: null });
    expect((await scene.world.letters.events(second)).at(-1)).toMatchObject({
      actor: 'letter-batch',
      detail: 'the PDF is missing',
    });
  });

  test('A drop that knew an older version, or a letter of another batch, changes nothing', async () => {
    const { batch, letters } = await scene.aBatch(2);
    const { letters: strangers } = await scene.aBatch(1);
    const drop = (version: number, ...dropped: readonly NewLetter[]) =>
      scene.worker.batches.drop(
        batch.id,
        version,
        dropped.map(({ id }) => ({ id, reason: 'missing' })),
      );
    expect(await drop(2, ...letters)).toBe(false);
    await expect(drop(1, ...letters.slice(0, 1), ...strangers)).rejects.toThrow(/holds 1 of 2 letters to drop/);
    expect(await scene.stored(batch)).toEqual(batch);
    expect(await scene.statusesOf(letters)).toEqual(['created', 'created']);
  });

  test('Of two seals one wins, and the loser reads the winner’s zip', async () => {
    const { batch } = await scene.aBatch(3);
    const zips = [aZip(batch), aZip(batch)];
    const [one, other] = await Promise.all(zips.map((zip) => scene.worker.batches.seal(batch.id, 1, zip)));
    expect(one).toEqual(other);
    expect(zips).toContainEqual(one?.zip);
    expect(one?.state).toBe('sealed');
  });

  test('A zip of letters that were dropped meanwhile is not sealed', async () => {
    const { batch, letters } = await scene.aBatch(2);
    await scene.worker.batches.drop(
      batch.id,
      1,
      letters.slice(0, 1).map(({ id }) => ({ id, reason: 'missing' })),
    );
    expect(await scene.worker.batches.seal(batch.id, 1, aZip(batch))).toMatchObject({
      state: 'claimed',
      version: 2,
      zip: null,
    });
  });

  test('A sealed batch drops no letter any more', async () => {
    const { batch, letters } = await scene.aBatch(1);
    await scene.worker.batches.seal(batch.id, 1, aZip(batch));
    const dropped = letters.map(({ id }) => ({ id, reason: 'missing' }));
    expect(await scene.worker.batches.drop(batch.id, 1, dropped)).toBe(false);
  });

  test('A batch is empty only when each of its letters was dropped', async () => {
    const { batch, letters } = await scene.aBatch(1);
    await expect(scene.worker.batches.advance(batch.id, 'claimed', 'empty')).rejects.toThrow(/empty_without_letters/);
    await scene.worker.batches.drop(
      batch.id,
      1,
      letters.map(({ id }) => ({ id, reason: 'missing' })),
    );
    expect(await scene.worker.batches.advance(batch.id, 'claimed', 'empty')).toBe(true);
  });
});
