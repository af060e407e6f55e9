import { type FaultKind, type FaultPoint, describePoint, recordCalls, withFault } from '../support/faults';
import { aSealedBatch, anUploadedBatch, rowOf } from './arrange';
import { sendUntilDone } from './publish';
import { type World, must, openWorld, run } from './world';

/** Every call of every port, before and after it, with a process that dies there and with one call that fails. */
describe('A worker that fails while it publishes', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const WHEN = ['before', 'after'] as const;
  const pointsOf = (calls: readonly Omit<FaultPoint, 'when'>[]): FaultPoint[] =>
    calls.flatMap((call) => WHEN.map((when) => ({ ...call, when })));

  async function callsOfUpload() {
    const { batchId } = await aSealedBatch(world);
    const { ports, calls } = recordCalls(world.ports);
    await run(world.activitiesOn(ports), 'uploadTemp', { batchId });
    return calls;
  }

  async function callsOfPublish() {
    const { batchId, temp } = await anUploadedBatch(world);
    const { ports, calls } = recordCalls(world.ports);
    await run(world.activitiesOn(ports), 'publishTemp', { batchId, temp });
    return calls;
  }

  async function expectOnce(batchId: Parameters<typeof rowOf>[1], point: FaultPoint): Promise<void> {
    expect(`${describePoint(point)}: ${await sendUntilDone(world.activities, batchId)}`).toMatch(/published$/);
    const { zip, state } = await rowOf(world, batchId);
    expect(state).toBe('published');
    expect((await world.inbox()).filter((name) => name === must(zip).zipName)).toHaveLength(1);
  }

  it.each<FaultKind>(['dies', 'throws'])(
    'The zip is published once, wherever its upload %s',
    async (kind) => {
      const points = pointsOf(await callsOfUpload());
      expect(points.length).toBeGreaterThanOrEqual(10);
      for (const point of points) {
        const { batchId } = await aSealedBatch(world, { letters: 1 });
        const { ports, struck } = withFault(world.ports, point, kind);
        await run(world.activitiesOn(ports), 'uploadTemp', { batchId }).catch(() => undefined);
        expect([describePoint(point), struck()]).toEqual([describePoint(point), true]);
        await expectOnce(batchId, point);
      }
    },
    300_000,
  );

  it.each<FaultKind>(['dies', 'throws'])(
    'The zip is published once, wherever its publishing %s',
    async (kind) => {
      const points = pointsOf(await callsOfPublish());
      expect(points.length).toBeGreaterThanOrEqual(36);
      for (const point of points) {
        const { batchId, temp } = await anUploadedBatch(world, { letters: 1 });
        const { ports, struck } = withFault(world.ports, point, kind);
        await run(world.activitiesOn(ports), 'publishTemp', { batchId, temp }).catch(() => undefined);
        expect([describePoint(point), struck()]).toEqual([describePoint(point), true]);
        await expectOnce(batchId, point);
      }
    },
    300_000,
  );
});
