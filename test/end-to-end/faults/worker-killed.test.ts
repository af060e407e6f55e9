import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { eventually } from '../../support/eventually';
import { type LetterRow, SAMPLE } from '../postroom-under-test';
import type { Stop, StruckStop } from './stops';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

type Point = readonly [where: string, stop: Stop];

const before = (call: Stop['call'], about?: string): Stop => ({ call, when: 'before', ...(about ? { about } : {}) });
const after = (call: Stop['call'], about?: string): Stop => ({ ...before(call, about), when: 'after' });

const ZIP_AND_UPLOAD: readonly Point[] = [
  ['while the zip is read together', before('objects.readAhead')],
  ['when the zip is stored', after('objects.putStream')],
  ['before it seals', before('batches.seal')],
  ['when it has sealed', after('batches.seal')],
  ['before the upload', before('printer.upload')],
  ['when the zip is staged', after('printer.upload')],
  ['before the batch is called uploaded', before('batches.advance', '"uploaded"')],
  ['when the batch is called uploaded', after('batches.advance', '"uploaded"')],
];
const PUBLISH: readonly Point[] = [
  ['before the intent', before('batches.recordIntent')],
  ['when the intent stands', after('batches.recordIntent')],
  ['before the manifest', before('objects.put', '"manifests/')],
  ['when the manifest stands', after('objects.put', '"manifests/')],
  ['before the rename is announced', before('batches.issueRename')],
  ['when the rename is announced', after('batches.issueRename')],
  ['before the rename', before('printer.publish')],
  ['when it has renamed, before it looks', after('printer.publish')],
];
const RECORD_MARK_CLOSE: readonly Point[] = [
  ['before the marker of what was sent', before('objects.put', '"sent/')],
  ['when the marker stands', after('objects.put', '"sent/')],
  ['before the record that it is published', before('batches.recordPublished')],
  ['when it is recorded as published', after('batches.recordPublished')],
  ['before letters are marked sending', before('batches.markSending')],
  ['when letters are marked sending', after('batches.markSending')],
  ['before the batch is called sent', before('batches.advance', '"published","sent"')],
  ['when the batch is called sent', after('batches.advance', '"published","sent"')],
  ['before it closes', before('batches.advance', '"closed"')],
  ['when it has closed', after('batches.advance', '"closed"')],
];
const APPLY: readonly Point[] = [
  ['before the lines of a response file are stored', before('inbound.addLines')],
  ['when the lines are stored', after('inbound.addLines')],
  ['before the lines are applied', before('inbound.applyNext')],
  ['when the lines are applied', after('inbound.applyNext')],
  ['before the file is called applied', before('inbound.finish')],
  ['when the file is called applied', after('inbound.finish')],
  ['before the batches are told', before('workflows.hintBatches')],
  ['when the batches are told', after('workflows.hintBatches')],
];
const RUN: readonly Point[] = [
  ['before it claims', before('batches.claimNext')],
  ['when it has claimed, before any batch is started', after('batches.claimNext')],
  ['before the run is called dispatched', before('runs.finish')],
  ['when the run is called dispatched', after('runs.finish')],
];
const KEEP: readonly Point[] = [
  ['while a file of the printer is read', after('printer.read')],
  ['when its raw bytes are kept', after('objects.putKnown', '"inbound/')],
  ['when it is registered', after('inbound.register')],
];
const PREPARE: readonly Point[] = [
  ['before a letter is called prepared', before('letters.prepared')],
  ['when a letter is called prepared', after('letters.prepared')],
];

/** K1: the only worker is killed with SIGKILL where it stands, and started again. */
describe('K1: a worker that is killed', () => {
  let world: FaultWorld;

  beforeAll(async () => void (world = await openFaultWorld({ PREPARE_SLOTS: '4' })), 300_000);
  afterAll(() => world.end(), 180_000);

  async function killAndStartAgain(): Promise<void> {
    await world.stack.worker.kill('SIGKILL');
    await world.stack.worker.start();
  }

  /** One batch for each point, all of one run: each batch's worker stands at its point when it is killed. */
  function killedAt(points: readonly Point[], arrange: (letters: readonly LetterRow[]) => Promise<void>) {
    let letters: readonly LetterRow[] = [];
    let struck: readonly StruckStop[] = [];
    beforeAll(async () => {
      letters = await world.letters(points.length * 2);
      await world.stops().plan(points.map(([, stop]) => stop));
      await world.startRun();
      await arrange(letters);
      struck = await world.stops().allStruck(points.length);
      await killAndStartAgain();
    }, 300_000);

    test.each(points)('K1 %s', async (_where, { call, when }) => {
      expect(struck).toContainEqual(expect.objectContaining({ call, when }));
      await world.expectPrintedOnce(letters);
    });

    test('K1 each of them stood for work of its own', () => {
      expect(new Set(struck.map(({ workflowId }) => workflowId)).size).toBe(points.length);
    });
  }

  const nothing = () => Promise.resolve();

  describe('while it zips and uploads', () => killedAt(ZIP_AND_UPLOAD, nothing));
  describe('while it publishes', () => killedAt(PUBLISH, nothing));
  describe('while it records, marks and closes', () => killedAt(RECORD_MARK_CLOSE, nothing));

  describe('while it applies response files', () => {
    /** One response file a batch, all at once, in place of the printer's own. */
    async function answer(letters: readonly LetterRow[]): Promise<void> {
      const sending = await world.untilStatus(letters, 'sending', PATIENCE);
      const outbox = join(dirname(world.stack.state.printer.receivedLog), 'sftp', 'outbox');
      [...new Set(sending.map(({ batch_id }) => batch_id))].forEach((batch, index) => {
        const lines = sending.filter(({ batch_id }) => batch_id === batch);
        const text = lines.map(({ reference }) => `${reference}|Sent|1|Unsorted\n`).join('');
        writeFileSync(join(outbox, `NOTIFY-2026030218000${index}-RSP.TXT`), text);
      });
    }
    beforeAll(() => world.printer.control({ robot: { responding: false } }));
    killedAt(APPLY, answer);
    afterAll(() => world.printer.control({ robot: { responding: true } }));
  });

  test.each([...RUN, ...KEEP])('K1 %s', async (_where, stop) => {
    const letters = await world.letters(2);
    await world.stops().plan([stop]);
    await world.startRun();
    await world.stops().allStruck(1);
    await killAndStartAgain();
    await world.expectPrintedOnce(letters);
  });

  describe('while it prepares', () => {
    let ids: readonly string[] = [];
    let struck: readonly StruckStop[] = [];
    beforeAll(async () => {
      await world.stops().plan(PREPARE.map(([, stop]) => stop));
      const send = () => world.service.send({ reference: randomUUID(), postage: 'second', pdf: SAMPLE });
      ids = await Promise.all(Array.from({ length: 16 }, send));
      struck = await world.stops().allStruck(PREPARE.length);
      await killAndStartAgain();
    }, 300_000);

    test.each(PREPARE)('K1 %s', async (_where, { call, when }) => {
      expect(struck).toContainEqual(expect.objectContaining({ call, when }));
      const rows = ids.map((id) => ({ id }) as LetterRow);
      await world.untilStatus(rows, 'created', PATIENCE).catch(() => world.untilStatus(rows, 'delivered', PATIENCE));
      await eventually(async () => (await world.rows(rows)).every(({ print_key }) => print_key !== null), PATIENCE);
    });

    test('K1 what was prepared over a death is printed once', async () => {
      await world.startRun();
      const letters = await world.rows(ids.map((id) => ({ id })));
      await world.expectPrintedOnce(letters);
    });
  });

  test("K1 the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});
