import { eventually } from '../support/eventually';
import { type FaultWorld, openFaultWorld } from './faults/world';
import type { ObjectProxy } from './object-proxy';
import { AFTER_A_CRASH, type LetterRow } from './postroom-under-test';

/** K1 in the middle of calls: the only worker is killed with SIGKILL while others still do what it asked, and started again. */
describe('A worker that is killed', () => {
  let postroom: FaultWorld;
  let proxy: ObjectProxy;

  const worker = () => postroom.stack.worker;

  beforeAll(async () => {
    postroom = await openFaultWorld({ BATCH_MAX_LETTERS: '12' });
    proxy = postroom.s3;
  }, 300_000);

  afterAll(() => postroom.end(), 180_000);

  async function startBatch(): Promise<readonly LetterRow[]> {
    const letters = await postroom.letters(12);
    await postroom.startRun();
    return letters;
  }

  async function killAndStartAgain(): Promise<void> {
    await worker().kill('SIGKILL');
    proxy.letThrough();
    await postroom.printer.control({ server: { faults: [] } });
    await postroom.printer.release();
    await worker().start();
  }

  /** Published once, by the printer's own log, answered, and the batch's workflow closed. */
  async function expectPrintedOnce(letters: readonly LetterRow[]): Promise<void> {
    const answered = await postroom.untilStatus(letters, 'delivered', AFTER_A_CRASH);
    expect(await postroom.timesPrinted(letters)).toEqual(letters.map(() => 1));
    const [batchId] = new Set(answered.map(({ batch_id }) => batch_id));
    const result: unknown = await postroom.temporal.workflow.getHandle(`batch-${String(batchId)}`).result();
    expect(result).toEqual({ kind: 'closed', letters: letters.length });
    const tickets = await postroom.database.query<{ count: number }>(
      `select count(*)::int as count from tickets where kind in ('batch-parked', 'transfer-failing')`,
    );
    expect(tickets.rows).toEqual([{ count: 0 }]);
  }

  const batchOf = async (letters: readonly LetterRow[]) => {
    const [row] = await postroom.rows(letters);
    return row?.batch_id ? postroom.batch(row.batch_id) : undefined;
  };

  const isMarkingBlocked = async () => {
    const waiting = `select 1 from pg_stat_activity where application_name = 'postroom-worker' and wait_event_type = 'Lock'`;
    return (await postroom.database.query(waiting)).rowCount === 1;
  };

  test('while it zips: the zip is built anew and printed once', async () => {
    let reads = 0;
    proxy.holdBack(({ method, url }) => method === 'GET' && /NOTIFY\.[^/]*\.PDF/.test(url ?? '') && ++reads > 4);
    const letters = await startBatch();
    await eventually(() => proxy.held() > 0, AFTER_A_CRASH);
    expect(await batchOf(letters)).toMatchObject({ state: 'claimed', zip: null });
    await killAndStartAgain();
    await expectPrintedOnce(letters);
  }, 600_000);

  test('while it uploads: the zip is uploaded anew under another name and printed once', async () => {
    await postroom.printer.control({ server: { faults: [{ on: 'write', act: 'hold-request', atByte: 100_000 }] } });
    const letters = await startBatch();
    await eventually(async () => (await postroom.printer.state()).held.length > 0, AFTER_A_CRASH);
    expect(await batchOf(letters)).toMatchObject({ state: 'sealed', temp: null });
    await killAndStartAgain();
    await expectPrintedOnce(letters);
  }, 600_000);

  test('between upload and publish: the intent that stands is followed and the zip printed once', async () => {
    proxy.holdBack(({ method, url }) => method === 'PUT' && /manifests/.test(url ?? ''));
    const letters = await startBatch();
    await eventually(() => proxy.held() > 0, AFTER_A_CRASH);
    expect(await batchOf(letters)).toMatchObject({ state: 'uploaded', rename_issued_at: null, published_at: null });
    await killAndStartAgain();
    await expectPrintedOnce(letters);
  }, 600_000);

  test('after the rename, before its reply: the staged file that is gone proves it, and nothing is sent again', async () => {
    await postroom.printer.control({ server: { faults: [{ on: 'posix-rename', act: 'hold-reply' }] } });
    const letters = await startBatch();
    await eventually(async () => (await postroom.timesPrinted(letters)).every((times) => times === 1), AFTER_A_CRASH);
    expect(await batchOf(letters)).toMatchObject({ state: 'uploaded', published_at: null });
    await killAndStartAgain();
    await expectPrintedOnce(letters);
  }, 600_000);

  test('while it marks letters sending: the rest is marked with the same instant', async () => {
    const atRename = { on: 'posix-rename', act: 'hold-request' } as const;
    await postroom.printer.control({ server: { faults: [atRename] }, robot: { responding: false } });
    const letters = await startBatch();
    await eventually(async () => (await postroom.printer.state()).held.length > 0, AFTER_A_CRASH);
    const lock = await postroom.database.connect();
    await lock.query('begin');
    await lock.query('select id from letters where id = $1 for update', [letters[0]?.id]);
    await postroom.printer.release();
    await eventually(isMarkingBlocked, AFTER_A_CRASH);
    expect(await batchOf(letters)).toMatchObject({ state: 'published' });
    await worker().kill('SIGKILL');
    await lock.query('rollback'); // the dead worker's statement may still end, late
    lock.release();
    await killAndStartAgain();
    await postroom.printer.control({ robot: { responding: true } });
    await expectPrintedOnce(letters);
    const { rows } = await postroom.database.query('select distinct sent_at from letters where id = any ($1)', [
      letters.map(({ id }) => id),
    ]);
    expect(rows).toHaveLength(1);
  }, 600_000);
});
