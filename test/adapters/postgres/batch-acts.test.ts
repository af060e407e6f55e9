import { randomUUID } from 'node:crypto';
import { ticketKeys } from '../../../src/contract';
import type { Batch } from '../../../src/domain/batch';
import type { BatchAct } from '../../../src/domain/batch-acts';
import { createTickets } from '../../../src/adapters/postgres/tickets';
import { type Scene, openScene } from './scene';
import { aDay, aZip, claimAll, openRun, openStores, published, withIntent } from './world';

let scene: Scene;
let runs = 0;
beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());
/** What a test abandoned must not travel with the next one's letters. */
beforeEach(async () => {
  runs += 1;
  const day = aDay(`2040-01-${String(runs).padStart(2, '0')}`);
  await claimAll(scene.worker, await openRun(scene.worker, day, new Date('2040-02-01')));
});

const tickets = () => createTickets(scene.world.db, { error: () => undefined });
const order = (batch: Batch, act: BatchAct, changes: { id?: string; publishedAt?: Date } = {}) => ({
  id: randomUUID(),
  batchId: batch.id,
  act,
  actor: 'Ann',
  reason: 'asked by the printer',
  at: new Date(),
  ...changes,
});
const act = (batch: Batch, name: BatchAct, changes = {}) => scene.worker.batches.act(order(batch, name, changes));

async function aSealedBatch(count = 2) {
  const { batch, letters } = await scene.aBatch(count);
  return { batch: await scene.worker.batches.seal(batch.id, batch.version, aZip(batch)), letters };
}

describe('An act on a batch', () => {
  it('Is kept with who and why, and its row is never changed', async () => {
    const { batch } = await scene.aBatch(1);
    expect(await act(batch, 'hold')).toEqual({ kind: 'done' });
    expect(await act(batch, 'release')).toEqual({ kind: 'done' });
    expect(await scene.world.batches.acts(batch.id)).toMatchObject([
      { act: 'hold', actor: 'Ann', reason: 'asked by the printer' },
      { act: 'release', actor: 'Ann' },
    ]);
    expect(await scene.stored(batch)).toMatchObject({ held: false, state: 'claimed' });
  });

  it('Told twice is done once; of two operators at once one is refused', async () => {
    const { batch } = await scene.aBatch(1);
    const hold = order(batch, 'hold');
    expect(await Promise.all([scene.worker.batches.act(hold), scene.worker.batches.act(hold)])).toEqual([
      { kind: 'done' },
      { kind: 'done' },
    ]);
    const both = await Promise.all([act(batch, 'release'), act(batch, 'release')]);
    expect(both).toContainEqual({ kind: 'done' });
    expect(both).toContainEqual({ kind: 'refused', why: 'it is not held' });
    expect(await scene.world.batches.acts(batch.id)).toHaveLength(2);
  });

  it('A refused act leaves no row, and an unknown batch is said to be unknown', async () => {
    const { batch } = await scene.aSentBatch(1);
    expect(await act(batch, 'abandon')).toMatchObject({ kind: 'refused' });
    expect(await scene.world.batches.acts(batch.id)).toEqual([]);
    const nobody = order(batch, 'hold');
    expect(await scene.worker.batches.act({ ...nobody, batchId: 'x' as Batch['id'] })).toBeUndefined();
  });

  it.each(['retry', 'adopt', 'abandon'] as const)(
    '%s ends the parking and its ticket in the same breath',
    async (name) => {
      const { batch } = await aSealedBatch();
      await scene.worker.batches.park(batch.id, 'refused');
      const dedupKey = ticketKeys.batch('batch-parked', batch.id);
      await tickets().raise({ kind: 'batch-parked', dedupKey, subject: 'A batch waits', message: 'look' });
      expect(await act(batch, name)).toEqual({ kind: 'done' });
      expect(await scene.stored(batch)).toMatchObject({ parkedReason: null });
      expect(await tickets().list({ open: false })).toContainEqual(
        expect.objectContaining({ dedupKey, closedBy: 'Ann' }),
      );
    },
  );

  it.each([
    ['postroom_api', { role: 'postroom_operations' }],
    ['postroom_operator', {}],
    ['postroom_worker', {}],
  ])('%s (%j) has the rights for each of them', async (login, role) => {
    const as = openStores({ url: scene.world.urlAs(login), ...role });
    const { batch } = await aSealedBatch();
    for (const name of ['hold', 'release', 'retry', 'hold', 'adopt'] as const) {
      expect(await as.batches.act(order(batch, name))).toEqual({ kind: 'done' });
    }
    const { batch: other } = await scene.aBatch(1);
    expect(await as.batches.act(order(other, 'abandon'))).toEqual({ kind: 'done' });
    await as.close();
  });
});

describe('An abandoned batch', () => {
  it('Lets its letters go with the next run, which prints each of them', async () => {
    const { batch, letters } = await aSealedBatch(3);
    expect(await act(batch, 'abandon')).toEqual({ kind: 'done' });
    expect(await scene.stored(batch)).toMatchObject({ state: 'abandoned', letters: 3 });
    expect(await scene.world.batches.letters(batch.id)).toEqual([]);
    const again = await claimAll(scene.worker, await openRun(scene.worker, aDay('2041-01-02'), new Date('2041-01-02')));
    expect(again).toMatchObject([{ letters: 3 }]);
    const [next] = again;
    if (!next) throw new Error('nothing was claimed');
    await published(scene.worker, next);
    expect(await scene.worker.batches.standing(next.id)).toEqual({ letters: 3, marked: 0, elsewhere: 0 });
    expect(await scene.worker.batches.markSending(next.id, 10)).toBe(3);
    expect(await scene.statusesOf(letters)).toEqual(['sending', 'sending', 'sending']);
  });

  it('Is not sealed, uploaded, intended or parked by whoever was at work on it', async () => {
    const { batch } = await scene.aBatch(1);
    await act(batch, 'abandon');
    expect(await scene.worker.batches.seal(batch.id, batch.version, aZip(batch))).toMatchObject({ state: 'abandoned' });
    expect(await scene.worker.batches.advance(batch.id, 'claimed', 'empty')).toBe(false);
    await expect(scene.worker.batches.recordIntent(batch.id, 'T')).rejects.toThrow('abandoned: it takes no intent');
    await scene.worker.batches.park(batch.id, 'zip-differs');
    expect(await scene.stored(batch)).toMatchObject({ state: 'abandoned', zip: null, parkedReason: null });
  });

  it('Is refused once it has an intent, however close the two come', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { batch } = await aSealedBatch(1);
      await scene.worker.batches.advance(batch.id, 'sealed', 'uploaded');
      const [outcome, intent] = await Promise.allSettled([
        act(batch, 'abandon'),
        scene.worker.batches.recordIntent(batch.id, 'T'),
      ]);
      const abandoned = outcome.status === 'fulfilled' && outcome.value?.kind === 'done';
      expect(abandoned).toBe(intent.status === 'rejected');
    }
  });
});

describe('An adopted batch', () => {
  it('Is published at the instant of the evidence, and its letters are marked with it', async () => {
    const { batch, letters } = await aSealedBatch();
    await act(batch, 'hold');
    const publishedAt = new Date();
    expect(await act(batch, 'adopt', { publishedAt, at: new Date() })).toEqual({ kind: 'done' });
    expect(await scene.stored(batch)).toMatchObject({ state: 'published', publishedAt, held: false, temp: null });
    expect(await scene.worker.batches.markSending(batch.id, 10)).toBe(2);
    expect(await Promise.all(letters.map(({ id }) => scene.letter(id)))).toMatchObject([
      { status: 'sending', sentAt: publishedAt },
      { status: 'sending', sentAt: publishedAt },
    ]);
  });

  it('Takes no rename from an attempt that still runs, and keeps its instant', async () => {
    const { batch } = await scene.aBatch(1);
    await withIntent(scene.worker, batch, 'T');
    await scene.worker.batches.park(batch.id, 'temp-gone-before-rename');
    await act(batch, 'adopt');
    const { publishedAt } = await scene.stored(batch);
    expect(await scene.worker.batches.issueRename(batch.id, 'T')).toBe(false);
    expect(await scene.worker.batches.clearIntent(batch.id, 'T')).toBe(false);
    await scene.worker.batches.recordPublished(batch.id, new Date('2020-01-01'));
    expect(await scene.stored(batch)).toMatchObject({
      state: 'published',
      publishedAt,
      renameIssuedAt: null,
      temp: 'T',
    });
  });

  it('Is acknowledged as any other though nobody recorded an intent, and its manifests are no strangers', async () => {
    const { batch } = await aSealedBatch();
    await act(batch, 'hold');
    await act(batch, 'adopt');
    const line = { zipName: batch.zip?.zipName ?? '', at: new Date() };
    expect(await scene.worker.batches.acknowledge(line)).toEqual({ kind: 'acknowledged', batchId: batch.id });
    expect(await scene.worker.batches.settledWithoutIntent(batch.day)).toEqual(new Set([batch.id]));
  });
});
