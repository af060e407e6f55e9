import { sql } from 'kysely';
import { aLine, type InboundScene, openInboundScene } from './inbound-scene';
import { published } from './world';

let scene: InboundScene;
beforeAll(async () => {
  scene = await openInboundScene();
});
afterAll(() => scene.close());

const storedLines = () => scene.world.db.selectFrom('inbound_lines').selectAll().orderBy('line').execute();

describe('Applying twice', () => {
  test('Lines that are added again, and a file that is applied again, change nothing', async () => {
    const { batch, letters } = await scene.aSentBatch(5);
    const lines = letters.map(({ reference }, index) => aLine(index + 1, reference));
    const sha256 = await scene.aResponse(...lines);
    await scene.applyAll(sha256, 2);
    const before = await storedLines();
    await scene.inbound.addLines(
      sha256,
      lines.map((line) => ({ ...line, status: 'temporary-failure' as const })),
    );
    expect(await scene.applyAll(sha256)).toEqual([]);
    expect(await storedLines()).toEqual(before);
    expect(await scene.inbound.summary(sha256)).toEqual({
      outcomes: { delivered: 5 },
      sheetMismatches: 0,
      failedReferences: [],
      batches: [batch.id],
    });
    for (const { id } of letters) expect(await scene.world.letters.events(id)).toHaveLength(4);
  });

  test('Two attempts at once apply each line once, beside the marking of the same batch', async () => {
    const { batch, letters } = await scene.aBatch(60);
    await published(scene.worker, batch);
    const sha256 = await scene.aResponse(...letters.map(({ reference }, index) => aLine(60 - index, reference)));
    const mark = async () => {
      while ((await scene.worker.batches.markSending(batch.id, 7)) > 0);
      return [];
    };
    const chunks = (await Promise.all([scene.applyAll(sha256, 7), scene.applyAll(sha256, 7), mark()])).flat();
    expect(chunks.reduce((sum, { lines }) => sum + lines, 0)).toBe(60);
    expect(chunks.flatMap(({ finished }) => finished)).toHaveLength(60);
    for (const { id } of letters) {
      const events = await scene.world.letters.events(id);
      expect(events.map(({ status }) => status).slice(2)).toEqual(['sending', 'delivered']);
    }
    expect(await scene.world.batches.standing(batch.id)).toEqual({ letters: 60, marked: 60, elsewhere: 0 });
  });

  test('A chunk that breaks off in the middle leaves neither a status nor a line behind', async () => {
    const { letters } = await scene.aSentBatch(2);
    const sha256 = await scene.aResponse(...letters.map(({ reference }, index) => aLine(index + 1, reference)));
    await sql`alter table inbound_lines add constraint broken_off check (tried_at is null) not valid`.execute(
      scene.world.db,
    );
    await expect(scene.inbound.applyNext(sha256, 10)).rejects.toThrow(/broken_off/);
    await sql`alter table inbound_lines drop constraint broken_off`.execute(scene.world.db);
    expect(await scene.statusesOf(letters)).toEqual(['sending', 'sending']);
    expect(await scene.applyAll(sha256)).toMatchObject([{ lines: 2 }]);
  });
});
