import { sql } from 'kysely';
import { type Scene, openScene } from './scene';
import { DAY, aZip, published, withIntent } from './world';

let scene: Scene;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

describe('Moving on', () => {
  test('A state moves from where it stands, once, and never by a way that would leave something out', async () => {
    const { batch } = await scene.aBatch(1);
    await scene.worker.batches.seal(batch.id, 1, aZip(batch));
    expect(await scene.worker.batches.advance(batch.id, 'sealed', 'uploaded')).toBe(true);
    expect(await scene.worker.batches.advance(batch.id, 'sealed', 'uploaded')).toBe(false);
    await expect(scene.worker.batches.advance(batch.id, 'uploaded', 'published')).rejects.toThrow(/not advanced/);
    await expect(scene.worker.batches.advance(batch.id, 'uploaded', 'abandoned')).rejects.toThrow(/not advanced/);
    await expect(scene.worker.batches.advance(batch.id, 'uploaded', 'claimed')).rejects.toThrow(/not advanced/);
  });

  test('Batches that are not over are listed by id, and counted by state', async () => {
    const { batch } = await scene.aBatch(1);
    const { batch: closed } = await scene.aBatch(1);
    await published(scene.worker, closed);
    await scene.worker.batches.advance(closed.id, 'published', 'sent');
    await scene.worker.batches.advance(closed.id, 'sent', 'closed');
    const all = await scene.world.batches.open(undefined, 1_000);
    expect(all).toContain(batch.id);
    expect(all).not.toContain(closed.id);
    expect(all).toEqual([...all].sort());
    expect(await scene.world.batches.open(all[0], 1)).toEqual(all.slice(1, 2));
    expect(await scene.world.batches.countByState(closed.day)).toEqual({ closed: 1 });
    expect(await scene.world.batches.countByState(DAY)).toEqual({});
  });

  test('A parked batch says why until it is taken up again', async () => {
    const { batch } = await scene.aBatch(1);
    await scene.worker.batches.park(batch.id, 'zip-differs');
    expect(await scene.stored(batch)).toMatchObject({ parkedReason: 'zip-differs' });
    await scene.worker.batches.unpark(batch.id);
    expect(await scene.stored(batch)).toMatchObject({ parkedReason: null });
  });
});

test('Letters that stand in another batch are seen before publishing', async () => {
  const { batch, letters } = await scene.aBatch(3);
  const { batch: other } = await scene.aBatch(1);
  expect(await scene.world.batches.standing(batch.id)).toEqual({ letters: 3, marked: 0, elsewhere: 0 });
  const [locked, travelling] = letters.map(({ id }) => id);
  await sql`update letters set batch_id = ${other.id} where id = ${locked}`.execute(scene.world.db);
  expect(await scene.world.batches.standing(batch.id)).toEqual({ letters: 3, marked: 0, elsewhere: 1 });
  await withIntent(scene.worker, other);
  await sql`drop index batch_letters_travel_once`.execute(scene.world.db);
  await sql`insert into batch_letters values (${other.id}, ${travelling}, 99)`.execute(scene.world.db);
  expect(await scene.world.batches.standing(batch.id)).toEqual({ letters: 3, marked: 0, elsewhere: 2 });
  await sql`delete from batch_letters where batch_id = ${other.id} and letter_id = ${travelling}`.execute(
    scene.world.db,
  );
  await sql`
    create unique index batch_letters_travel_once on batch_letters (letter_id)
    where dropped_at is null and released_at is null
  `.execute(scene.world.db);
});

test('A letter travels in one batch at most: the table itself refuses a second', async () => {
  const { letters } = await scene.aBatch(1);
  const { batch: other } = await scene.aBatch(1);
  await expect(
    sql`insert into batch_letters values (${other.id}, ${letters[0]?.id}, 99)`.execute(scene.world.db),
  ).rejects.toThrow(/batch_letters_travel_once/);
});

test('A letter in a batch cannot be cancelled: the table itself refuses it', async () => {
  const { letters } = await scene.aBatch(1);
  await expect(
    sql`update letters set status = 'cancelled', sequence = sequence + 1 where id = ${letters[0]?.id}`.execute(
      scene.world.db,
    ),
  ).rejects.toThrow(/cancelled_is_in_no_batch/);
});
