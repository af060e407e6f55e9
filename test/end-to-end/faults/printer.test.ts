import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../../../dev/printer/controls';
import { newKey } from '../../../dev/printer/keys';
import { eventually } from '../../support/eventually';
import type { LetterRow } from '../postroom-under-test';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

/** What befalls one batch, given the bytes of its zip. */
type Befalls = readonly [what: string, fault: (bytes: number) => Fault];

const cutAt = (part: number) => (bytes: number) =>
  ({ on: 'write', act: 'cut-before', atByte: Math.max(part === 0 ? 0 : 1, Math.floor(bytes * part)) }) as const;

const UPLOADS: readonly Befalls[] = [
  ['F1 the connection is cut before the first byte', cutAt(0)],
  ['F1 the connection is cut after one byte', () => ({ on: 'write', act: 'cut-before', atByte: 1 })],
  ['F1 the connection is cut at 50 % of the upload', cutAt(0.5)],
  ['F1 the connection is cut at 99 % of the upload', cutAt(0.99)],
  ['F1 the connection is cut at 100 % of the upload', cutAt(1)],
  ['F2 the reply to CLOSE is lost', () => ({ on: 'close', act: 'cut-after' })],
  ['F6 the disk is full', () => ({ on: 'write', act: 'fail', atByte: 1_000, message: 'No space left on device' })],
  ['F8 the end of the file is swallowed', (bytes) => ({ on: 'write', act: 'swallow', atByte: bytes - 100 })],
];
const RENAMES: readonly Befalls[] = [
  ['F3 the reply to RENAME is lost with its connection', () => ({ on: 'posix-rename', act: 'cut-after' })],
  ['F3 the reply to RENAME never comes', () => ({ on: 'posix-rename', act: 'lose-reply' })],
  ['F4 the peer hangs without FIN in the upload', () => ({ on: 'write', act: 'freeze', atByte: 1_000 })],
  ['F4 the peer hangs without FIN at the rename', () => ({ on: 'posix-rename', act: 'freeze' })],
  ['F5 the rename lands late', () => ({ on: 'posix-rename', act: 'hold-request' })],
  ['F7 the upload is denied', () => ({ on: 'open', act: 'fail', status: 3, message: 'Permission denied' })],
  ['F7 the rename is denied', () => ({ on: 'posix-rename', act: 'fail', status: 3, message: 'Permission denied' })],
];

describe('A printer that', () => {
  let world: FaultWorld;

  beforeAll(async () => void (world = await openFaultWorld()), 300_000);
  afterAll(() => world.end(), 180_000);

  const befall = async (faults: readonly Fault[]) => world.printer.control({ server: { faults: [...faults] } });
  const oneBatch = async (letters: readonly LetterRow[]): Promise<Record<string, unknown>> => {
    const [id] = await world.batchesOf(letters);
    return id === undefined ? {} : world.batch(id);
  };

  describe.each([
    ['fails uploads', UPLOADS],
    ['fails renames', RENAMES],
  ])('%s, a batch each in one run', (_title, befalls) => {
    let letters: readonly LetterRow[] = [];
    const batchOf = new Map<string, string>();
    const fileOf = new Map<string, string>();
    let struckBefore = 0;

    beforeAll(async () => {
      letters = await world.letters(befalls.length * 2);
      const uploads = befalls.map(() => ({ call: 'printer.upload', when: 'before' }) as const);
      await world.stops().plan(uploads);
      await world.startRun();
      await world.stops().allStruck(befalls.length);
      const ids = await world.batchesOf(letters);
      const faults = befalls.map(async ([what, faultOf], index): Promise<Fault> => {
        const id = ids[index] ?? '';
        batchOf.set(what, id);
        const zip = (await world.batch(id))['zip'] as { readonly name: string; readonly bytes: number };
        const fault = faultOf(zip.bytes);
        const file = fault.on === 'posix-rename' ? zip.name : id; // of a rename its target is told
        fileOf.set(what, file);
        return { ...fault, file };
      });
      struckBefore = (await world.printer.state()).struck.length;
      await befall(await Promise.all(faults));
      await world.stops().release();
    }, 300_000);

    test.each(befalls)('%s: printed once', async (what, faultOf) => {
      const batchId = batchOf.get(what) ?? '';
      const own = (await world.rows(letters)).filter(({ batch_id }) => batch_id === batchId);
      expect(own).toHaveLength(2);
      await world.expectPrintedOnce(own);
      const { on, act } = faultOf(10_000);
      const struck = (await world.printer.state()).struck.slice(struckBefore);
      const ours = struck.filter(({ file }) => file?.includes(fileOf.get(what) ?? '?'));
      expect(ours).toEqual([expect.objectContaining({ on, act })]);
    });

    test('what was held back until now changes nothing when it lands', async () => {
      await world.printer.release();
      await eventually(async () => (await world.printer.state()).held.length === 0, PATIENCE);
      await pause(500); // the robot would have taken it by then
      expect(await world.timesPrinted(letters)).toEqual(letters.map(() => 1));
      expect(await world.findings()).toEqual([]);
    });
  });

  test('F3 and F9 takes the file at once, and whose reply to RENAME is lost: printed once', async () => {
    await world.printer.control({ robot: { takeAtOnce: true } });
    await befall([{ on: 'posix-rename', act: 'cut-after' }]);
    const struck = (await world.printer.state()).struck.length;
    const letters = await world.letters(2);
    await world.startRun();
    await world.expectPrintedOnce(letters);
    expect((await world.printer.state()).struck).toHaveLength(struck + 1);
    await world.printer.control({ robot: { takeAtOnce: false } });
  });

  test('F10 is slower than the silence that is allowed: its bytes are signs of life, and an upload is let to its end', async () => {
    await world.stack.worker.stop();
    await world.stack.worker.start({ BATCH_MAX_LETTERS: '40' });
    const letters = await world.letters(40);
    await world.printer.control({ line: { bytesPerSecond: 100_000 } });
    await world.startRun();
    await world
      .untilStatus(letters, 'sending', PATIENCE)
      .catch(() => world.untilStatus(letters, 'delivered', PATIENCE));
    await world.printer.control({ line: { bytesPerSecond: null } });
    await world.expectPrintedOnce(letters);
    const [batchId] = await world.batchesOf(letters);
    const lines = world.stack.worker.log().split('\n');
    const uploads = lines.filter((line) => line.includes('"uploadTemp"') && line.includes(`batch-${String(batchId)}`));
    const done = uploads.filter((line) => line.includes('activity done'));
    const { durationMs } = JSON.parse(done[0] ?? '{}') as { durationMs: number };
    expect(durationMs).toBeGreaterThan(4_000); // the time-out of a silent upload in this stack
  });

  test('is away in the middle of an upload, and comes back: printed once', async () => {
    const letters = await world.letters(2);
    await world.stops().plan([{ call: 'printer.upload', when: 'before' }]);
    await world.startRun();
    await world.stops().allStruck(1);
    await world.printer.control({ line: { listening: false } });
    const { connected } = await world.printer.state();
    await world.stops().release();
    const failed = () =>
      world.stack.worker
        .log()
        .split('\n')
        .filter((line) => /"uploadTemp".*ECONNREFUSED/.test(line));
    await eventually(() => failed().length >= 3, PATIENCE);
    expect((await world.printer.state()).connected).toBe(connected);
    expect(await oneBatch(letters)).toMatchObject({ state: 'sealed' });
    await world.printer.control({ line: { listening: true } });
    await world.expectPrintedOnce(letters);
  });

  test('shows another host key: no login and not a byte goes there; with its key pinned, printed once', async () => {
    const worker = world.stack.worker;
    await worker.stop();
    const seen = await world.printer.state();
    await worker.start({ PRINTER_HOST_KEYS: `SHA256:${'A'.repeat(43)}` });
    const letters = await world.letters(2);
    await world.startRun();
    const refused = () =>
      worker
        .log()
        .split('\n')
        .filter((line) => /"uploadTemp".*not pinned/.test(line));
    await eventually(() => refused().length >= 2, PATIENCE);
    const now = await world.printer.state();
    expect(now.connected).toBeGreaterThan(seen.connected);
    expect([now.sftpBytes, now.loginAttempts]).toEqual([seen.sftpBytes, seen.loginAttempts]);
    await worker.stop();
    await worker.start();
    await world.expectPrintedOnce(letters);
  });

  test('F7 refuses our login: nothing is sent; with the right key, printed once', async () => {
    const worker = world.stack.worker;
    await worker.stop();
    const seen = await world.printer.state();
    await worker.start({ PRINTER_PRIVATE_KEY: newKey() });
    const letters = await world.letters(2);
    await world.startRun();
    const refused = () =>
      worker
        .log()
        .split('\n')
        .filter((line) => /"uploadTemp".*authentication/.test(line));
    await eventually(() => refused().length >= 2, PATIENCE);
    const now = await world.printer.state();
    expect(now.loginAttempts).toBeGreaterThan(seen.loginAttempts);
    expect(now.sftpBytes).toBe(seen.sftpBytes);
    await worker.stop();
    await worker.start();
    await world.expectPrintedOnce(letters);
  });

  test("the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});
