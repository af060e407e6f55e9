import { sql } from 'kysely';
import { type InboundScene, openInboundScene } from './inbound-scene';
import { aDay } from './world';

let scene: InboundScene;
beforeAll(async () => {
  scene = await openInboundScene();
});
afterAll(() => scene.close());

describe('Files', () => {
  test('The same bytes are registered once, under whatever name they come', async () => {
    const { file, registered } = await scene.aFile();
    expect(registered.kind).toBe('new');
    const again = { ...file, name: 'NOTIFY-20260304000000-RS.TXT' };
    expect((await scene.inbound.register(again)).kind).toBe('known');
    expect(await scene.inbound.find(file.sha256)).toEqual({
      ...file,
      kind: 'response',
      namedAt: new Date('2026-03-03T09:15:00.000Z'),
      state: 'received',
      detail: null,
    });
  });

  test('A name that comes again with other bytes is new and said so, in any case of its letters', async () => {
    const name = 'NOTIFY.20260303091501.ACK.TXT';
    expect((await scene.aFile(name)).registered).toEqual({ kind: 'new', sameNameOtherBytes: false });
    expect((await scene.aFile(name.toLowerCase())).registered).toEqual({ kind: 'new', sameNameOtherBytes: true });
  });

  test('A file that is neither an acknowledgement nor a response is not registered', async () => {
    await expect(scene.aFile('README.TXT')).rejects.toThrow(/not the name of/);
  });

  test('A file is unfinished until it is applied or refused, and stays what it became', async () => {
    const { sha256 } = await scene.aFile(undefined, new Date(0));
    expect((await scene.inbound.unfinished(1)).map((file) => file.sha256)).toEqual([sha256]);
    await scene.inbound.finish(sha256, 'refused', 'line 3: too few fields');
    await scene.inbound.finish(sha256, 'applied', 'never mind');
    expect(await scene.inbound.find(sha256)).toMatchObject({ state: 'refused', detail: 'line 3: too few fields' });
    expect((await scene.inbound.unfinished(1_000)).map((file) => file.sha256)).not.toContain(sha256);
  });

  test('The newest files come first', async () => {
    const { sha256 } = await scene.aFile(undefined, new Date('2040-01-01T00:00:00.000Z'));
    expect((await scene.inbound.list(1)).map((file) => file.sha256)).toEqual([sha256]);
  });

  test('Counts are overwritten when a file is processed again, never added', async () => {
    const { sha256 } = await scene.aFile();
    const counts = [{ billingDay: aDay('2026-03-03'), sorted: 3, unsorted: 4 }];
    await scene.inbound.recordCounts(sha256, [{ billingDay: aDay('2026-03-02'), sorted: 1, unsorted: 1 }]);
    await scene.inbound.recordCounts(sha256, counts);
    await scene.inbound.recordCounts(sha256, counts);
    const { rows } = await sql`
      select billing_day, sorted, unsorted from sorted_counts join inbound_files on id = file_id where sha256 = ${sha256}
    `.execute(scene.world.db);
    expect(rows).toEqual([{ billing_day: '2026-03-03', sorted: 3, unsorted: 4 }]);
  });
});
