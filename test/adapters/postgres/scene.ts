import type { Batch } from '../../../src/domain/batch';
import type { LetterId, NewPrecompiledLetter, ServiceId } from '../../../src/domain/letter';
import {
  ACCEPTED_AT,
  aCreatedLetter,
  aDay,
  aService,
  claimAll,
  openRun,
  openStores,
  openWorld,
  published,
} from './world';

/** A world with one service and a worker, which moves its batches on with no more than its own rights. */
export async function openScene() {
  const world = await openWorld();
  const worker = openStores({ url: world.urlAs('postroom_worker') });
  const service = await aService(world);
  let runs = 0;

  /** A batch of so many letters, in a run of its own. */
  async function aBatch(count: number, owner: ServiceId = service) {
    const letters: NewPrecompiledLetter[] = [];
    for (let index = 0; index < count; index += 1)
      letters.push(await aCreatedLetter(world, owner, { createdAt: new Date(ACCEPTED_AT.getTime() + index) }));
    runs += 1;
    const day = new Date(Date.parse('2030-01-01T00:00:00.000Z') + runs * 86_400_000).toISOString().slice(0, 10);
    const [batch] = await claimAll(worker, await openRun(worker, aDay(day)));
    if (!batch) throw new Error('nothing was claimed');
    return { batch, letters };
  }

  async function aSentBatch(count: number, owner: ServiceId = service) {
    const { batch, letters } = await aBatch(count, owner);
    await published(worker, batch);
    await worker.batches.markSending(batch.id, count);
    return { batch, letters };
  }

  async function stored(batch: Batch): Promise<Batch> {
    const row = await world.batches.find(batch.id);
    if (!row) throw new Error('the batch is gone');
    return row;
  }

  const letter = (id: LetterId) => world.letters.find(service, id);
  const statusesOf = (letters: readonly Pick<NewPrecompiledLetter, 'id'>[]) =>
    Promise.all(letters.map(async ({ id }) => (await letter(id))?.status));

  async function close(): Promise<void> {
    await worker.close();
    await world.close();
  }
  return { world, worker, service, aBatch, aSentBatch, stored, letter, statusesOf, close };
}
export type Scene = Awaited<ReturnType<typeof openScene>>;
