import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { readReceivedLog } from '../../dev/printer/received-log';
import { sha256Of } from '../../src/activities/digest';
import { failureTypes } from '../../src/contract';
import { manifestKeyOf, sentMarkerKeyOf, zipsSentKeyOf } from '../../src/domain/names';
import { eventually } from '../support/eventually';
import { withFault } from '../support/faults';
import { type UploadedBatch, anUploadedBatch, rowOf } from './arrange';
import { sendUntilDone } from './publish';
import { DAY, type World, must, openWorld, run } from './world';

describe('Publishing a zip', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterEach(() => world.robot.control.control({ server: { faults: [] }, robot: { taking: false, takeAtOnce: false } }));
  afterAll(() => world.close());

  const publish = ({ batchId, temp }: Pick<UploadedBatch, 'batchId' | 'temp'>) =>
    run(world.activities, 'publishTemp', { batchId, temp });
  const json = async (key: string): Promise<unknown> => JSON.parse(must(await world.objects.get(key)).toString());
  const timesInInbox = async ({ batch: { zip } }: UploadedBatch): Promise<number> =>
    (await world.inbox()).filter((name) => name === must(zip).zipName).length;
  const timesReceived = async ({ batch: { zip } }: UploadedBatch): Promise<number> =>
    (await readReceivedLog(world.robot.receivedLog)).filter(
      (line) => line.event === 'received' && line.file === must(zip).zipName,
    ).length;
  const fault = (act: 'cut-before' | 'cut-after' | 'hold-request' | 'lose-reply' | 'fail') =>
    world.robot.control.control({ server: { faults: [{ on: 'posix-rename', act }] } });
  const strike = async () => (await world.robot.control.state()).struck.length;

  it('Row 5: the zip stands whole under its final name, and manifest, marker and record say so', async () => {
    const uploaded = await anUploadedBatch(world);
    const { batchId, temp, letters } = uploaded;
    const zip = must(uploaded.batch.zip);
    const at = new Date('2026-03-02T18:03:00.000Z');
    world.setNow(at);
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(sha256Of(await readFile(join(world.robot.folders.inbox, zip.zipName)))).toBe(zip.sha256);
    expect(await rowOf(world, batchId)).toMatchObject({ state: 'published', temp, publishedAt: at });
    const members = letters.map(({ id, incomingSha256 }) => ({ id, sha256: incomingSha256 }));
    expect(await json(manifestKeyOf(DAY, batchId, temp))).toEqual({ batchId, temp, zip, letters: members });
    expect(await json(sentMarkerKeyOf(DAY, batchId))).toEqual({ batchId, temp, zip, publishedAt: at.toISOString() });
    expect(await json(zipsSentKeyOf(DAY, zip.zipName))).toEqual(letters.map(({ printKey }) => printKey));
  });

  it('Published again it changes nothing, whatever time it is', async () => {
    const uploaded = await anUploadedBatch(world);
    await publish(uploaded);
    const row = await rowOf(world, uploaded.batchId);
    world.setNow(new Date('2026-03-02T20:00:00.000Z'));
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(await rowOf(world, uploaded.batchId)).toEqual(row);
  });

  it('A worker that dies before the record leaves its instant to the next one: letters have one sent_at', async () => {
    const uploaded = await anUploadedBatch(world);
    const at = new Date('2026-03-02T18:05:00.000Z');
    world.setNow(at);
    const point = { port: 'batches', method: 'recordPublished', call: 1, when: 'before' } as const;
    const { ports } = withFault(world.ports, point, 'dies');
    await expect(run(world.activitiesOn(ports), 'publishTemp', uploaded)).rejects.toThrow('dies before');
    world.setNow(new Date('2026-03-02T19:05:00.000Z'));
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(await rowOf(world, uploaded.batchId)).toMatchObject({ publishedAt: at });
  });

  it.each(['cut-after', 'cut-before', 'fail'] as const)(
    'A rename that meets %s ends with one zip at the printer',
    async (act) => {
      const uploaded = await anUploadedBatch(world);
      const before = await strike();
      await fault(act);
      const first = await publish(uploaded).catch((error: unknown) => error);
      expect(await strike()).toBe(before + 1);
      if (act === 'cut-after') expect(first).toEqual({ kind: 'published' });
      else expect(first).toMatchObject({ type: failureTypes.inDoubt });
      expect(await publish(uploaded)).toEqual({ kind: 'published' });
      expect(await timesInInbox(uploaded)).toBe(1);
    },
  );

  it('A rename whose reply is lost, from a printer that takes the zip at once, prints it once', async () => {
    await world.robot.control.control({ robot: { taking: true, takeAtOnce: true } });
    const uploaded = await anUploadedBatch(world);
    await fault('cut-after');
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    await eventually(async () => (await timesReceived(uploaded)) > 0);
    expect(await timesReceived(uploaded)).toBe(1);
    expect(await timesInInbox(uploaded)).toBe(0);
  });

  it('A rename of a dead worker that lands late, after the next worker has published, changes nothing', async () => {
    const uploaded = await anUploadedBatch(world);
    await fault('hold-request');
    const zombie = publish(uploaded).catch(() => 'died');
    const held = await eventually(async () => (await world.robot.control.state()).held[0]);
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    await world.robot.control.release(held.id);
    await zombie;
    expect(await timesInInbox(uploaded)).toBe(1);
    expect(await rowOf(world, uploaded.batchId)).toMatchObject({ state: 'published' });
  });

  it('A rename of a dead worker that lands before the next one asks counts as published', async () => {
    await world.robot.control.control({ robot: { taking: true, takeAtOnce: true } });
    const uploaded = await anUploadedBatch(world);
    await fault('hold-request');
    const zombie = publish(uploaded).catch(() => 'died');
    const held = await eventually(async () => (await world.robot.control.state()).held[0]);
    await world.robot.control.release(held.id);
    expect(await sendUntilDone(world.activities, uploaded.batchId)).toBe('published');
    await zombie;
    await eventually(async () => (await timesReceived(uploaded)) > 0);
    expect(await timesReceived(uploaded)).toBe(1);
  });

  it('Attempts at once with two uploads publish one of them and leave the other for cleanTemps', async () => {
    const uploaded = await anUploadedBatch(world);
    const { batchId, temp } = uploaded;
    const second = await run(world.activities, 'uploadTemp', { batchId });
    const other = second.kind === 'uploaded' ? second.temp : '';
    expect(other).not.toBe(temp);
    const attempts = [temp, other, temp, other].map((own) => publish({ batchId, temp: own }));
    expect(await Promise.all(attempts)).toEqual(attempts.map(() => ({ kind: 'published' })));
    expect(await timesInInbox(uploaded)).toBe(1);
    const { temp: winner } = await rowOf(world, batchId);
    const loser = winner === temp ? other : temp;
    expect(await world.staged()).toContain(loser);

    await run(world.activities, 'cleanTemps', { batchId });
    expect(await world.staged()).toContain(loser); // its letters are not sent yet
    await run(world.activities, 'markSending', { batchId });
    await run(world.activities, 'cleanTemps', { batchId });
    expect(await world.staged()).not.toContain(loser);
  });

  it('A staged file that is gone before any intent is uploaded anew', async () => {
    const uploaded = await anUploadedBatch(world);
    await world.printer.removeTemp(uploaded.temp);
    expect(await publish(uploaded)).toEqual({ kind: 'temp-gone' });
    expect(await rowOf(world, uploaded.batchId)).toMatchObject({ state: 'uploaded', temp: null });
    expect(await sendUntilDone(world.activities, uploaded.batchId)).toBe('published');
    expect(await timesInInbox(uploaded)).toBe(1);
  });

  it('A staged file that is gone with an intent and no manifest was never renamed: it is uploaded anew', async () => {
    const uploaded = await anUploadedBatch(world);
    await world.batches.recordIntent(uploaded.batchId, uploaded.temp);
    await world.printer.removeTemp(uploaded.temp);
    expect(await publish(uploaded)).toEqual({ kind: 'temp-gone' });
    expect(await rowOf(world, uploaded.batchId)).toMatchObject({ temp: null, intentAt: null });
    expect(await sendUntilDone(world.activities, uploaded.batchId)).toBe('published');
    expect(await timesInInbox(uploaded)).toBe(1);
  });

  it('A staged file that is gone though its rename was issued was published', async () => {
    const uploaded = await anUploadedBatch(world);
    const { batchId, temp } = uploaded;
    await world.batches.recordIntent(batchId, temp);
    await world.batches.issueRename(batchId, temp);
    await world.printer.publish(temp, must(uploaded.batch.zip).zipName);
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(await timesInInbox(uploaded)).toBe(1);
  });

  it("An acknowledgement counts as evidence: the printer's word is enough", async () => {
    const uploaded = await anUploadedBatch(world);
    const { batchId, temp } = uploaded;
    await world.batches.recordIntent(batchId, temp);
    await world.batches.acknowledge({ zipName: must(uploaded.batch.zip).zipName, at: new Date() });
    expect(await publish(uploaded)).toEqual({ kind: 'published' });
    expect(await timesInInbox(uploaded)).toBe(0);
  });

  it('A batch that was abandoned is not published', async () => {
    const uploaded = await anUploadedBatch(world);
    await sql`update batches set state = 'abandoned' where id = ${uploaded.batchId}`.execute(world.tables);
    expect(await publish(uploaded)).toEqual({ kind: 'over' });
    expect(await timesInInbox(uploaded)).toBe(0);
    expect(await world.staged()).not.toContain(uploaded.temp);
  });
});
