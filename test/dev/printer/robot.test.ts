import { createHash } from 'node:crypto';
import { copyFile, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { PDFDocument } from '@cantoo/pdf-lib';
import { createPrinterClient } from '../../../dev/printer/client';
import { type ReceivedLine, readReceivedLog } from '../../../dev/printer/received-log';
import { startPrinter } from '../../../dev/printer/start-printer';
import { createZipper } from '../../../src/adapters/zip/create-zipper';
import { parseAcknowledgementFile } from '../../../src/domain/acknowledgement-file';
import { parseInboundName } from '../../../src/domain/names';
import { parseResponseFile } from '../../../src/domain/response-file';
import { eventually } from '../../support/eventually';
import { type TestPrinter, startTestPrinter } from '../../support/printer';
import { servers } from '../../support/servers';

const sha256Of = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

async function letterOf(pages: number): Promise<Buffer> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page += 1) document.addPage();
  return Buffer.from(await document.save());
}

const entryNameOf = (reference: string): string => `NOTIFY.${reference}.D.2.C.20261123170000.PDF`;

async function zipOf(letters: Readonly<Record<string, Buffer>>): Promise<Buffer> {
  async function* entries() {
    for (const [reference, body] of Object.entries(letters)) {
      yield await Promise.resolve({ name: entryNameOf(reference), body });
    }
  }
  return buffer(createZipper().zip(entries()));
}

describe('The simulated printer', () => {
  let printer: TestPrinter;
  beforeEach(async () => {
    printer = await startTestPrinter();
  });
  afterEach(() => printer.close());

  /** As a rename would: at once and whole. */
  async function deliver(name: string, body: Buffer): Promise<void> {
    const draft = join(printer.folders.staging, name);
    await writeFile(draft, body);
    await rename(draft, join(printer.folders.inbox, name));
  }
  const log = () => readReceivedLog(printer.receivedLog);
  const events = async (event: ReceivedLine['event']) => (await log()).filter((line) => line.event === event);
  const answers = async (part: string): Promise<string[]> => {
    const names = (await readdir(printer.folders.outbox)).filter((name) => name.includes(part)).sort();
    return Promise.all(names.map((name) => readFile(join(printer.folders.outbox, name), 'utf8')));
  };

  test('takes a zip, writes down what each letter in it was, acknowledges it and answers for each letter', async () => {
    const letters = { AAAAAAAAAAAAAAAA: await letterOf(1), BBBBBBBBBBBBBBBB: await letterOf(5) };
    const zip = await zipOf(letters);
    await printer.control.control({ robot: { failedReferences: ['BBBBBBBBBBBBBBBB'], extraReferences: ['UNKNOWN'] } });
    await deliver('NOTIFY.2026-11-23.2.001.HASH.SERVICE.ZIP', zip);

    await eventually(async () => (await answers('RSP')).length === 1);
    const [received, ...more] = await events('received');
    expect(more).toEqual([]);
    expect(received).toEqual({
      time: expect.any(String) as string,
      event: 'received',
      file: 'NOTIFY.2026-11-23.2.001.HASH.SERVICE.ZIP',
      bytes: zip.length,
      sha256: sha256Of(zip),
      entries: Object.entries(letters).map(([reference, body], index) => ({
        name: entryNameOf(reference),
        bytes: body.length,
        sha256: sha256Of(body),
        pages: index === 0 ? 1 : 5,
      })),
    });
    const [acknowledgement = ''] = await answers('ACK');
    expect(acknowledgement).toMatch(/^NOTIFY\.2026-11-23\.2\.001\.HASH\.SERVICE\.ZIP\|\d{14}\n$/);
    const today = new Date().toISOString().slice(0, 10);
    expect(await answers('RSP')).toEqual([
      `AAAAAAAAAAAAAAAA|Sent|1|Unsorted|${today}\nBBBBBBBBBBBBBBBB|Failed|3|Unsorted|${today}\nUNKNOWN|Sent|1|Unsorted|${today}\n`,
    ]);
    expect((await printer.control.state()).controls.robot.extraReferences).toEqual([]);
    expect(await readdir(printer.folders.inbox)).toEqual([]);
    expect(await readdir(printer.folders.taken)).toEqual(['NOTIFY.2026-11-23.2.001.HASH.SERVICE.ZIP']);
  });

  test('writes files that Postroom can read, under names that Postroom knows', async () => {
    await deliver('A.ZIP', await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) }));
    await eventually(async () => (await readdir(printer.folders.outbox)).length === 2);
    for (const name of await readdir(printer.folders.outbox)) {
      const text = await readFile(join(printer.folders.outbox, name), 'utf8');
      const kind = parseInboundName(name)?.kind;
      if (kind === 'response') expect(parseResponseFile(text)).toMatchObject({ ok: true });
      else expect(parseAcknowledgementFile(text)).toMatchObject({ lines: [{}], unreadable: [] });
    }
  });

  test('never writes two answers under one name, however many zips come in a second', async () => {
    for (let count = 0; count < 5; count += 1) {
      await deliver(`${count}.ZIP`, await zipOf({ [`REFERENCE${count}`]: await letterOf(1) }));
      await eventually(async () => (await printer.control.state()).unanswered === 0);
      await eventually(async () => (await events('responded')).length === count + 1);
    }
    expect((await answers('ACK')).join('').split('\n')).toHaveLength(6);
    expect((await answers('RSP')).join('').split('\n')).toHaveLength(6);
  });

  test('shows that a zip came twice: both are kept, both are in the log', async () => {
    const zip = await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) });
    for (const count of [1, 2]) {
      await deliver('A.ZIP', zip);
      await eventually(async () => (await events('received')).length === count);
    }
    expect((await readdir(printer.folders.taken)).sort()).toEqual(['A.ZIP', 'A.ZIP.2']);
  });

  test('shows that a half zip came, and neither acknowledges nor answers it', async () => {
    const zip = await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) });
    await deliver('HALF.ZIP', zip.subarray(0, zip.length / 2));
    const flipped = Buffer.from(zip);
    flipped.writeUInt8(flipped.readUInt8(100) ^ 1, 100);
    await deliver('FLIPPED.ZIP', flipped);
    await eventually(async () => (await events('unreadable')).length === 2);
    expect(await events('unreadable')).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ file: 'HALF.ZIP', reason: 'no end of the zip directory' }),
        expect.objectContaining({ file: 'FLIPPED.ZIP', reason: `${entryNameOf('AAAAAAAAAAAAAAAA')} is damaged` }),
      ]),
    );
    expect(await printer.control.state()).toMatchObject({ taken: 2, unacknowledged: 0, unanswered: 0 });
  });

  test('answers Failed for a letter that is no PDF', async () => {
    await deliver('A.ZIP', await zipOf({ AAAAAAAAAAAAAAAA: Buffer.from('hello') }));
    await printer.control.control({ robot: { despatchDate: false } });
    await eventually(async () => (await answers('RSP')).length === 1);
    expect((await answers('RSP'))[0]).toMatch(/^AAAAAAAAAAAAAAAA\|Failed\|0\|Unsorted/);
  });

  test('leaves zips where they are, acknowledges late and never answers, as it is told', async () => {
    await printer.control.control({ robot: { taking: false, acknowledgeAfterMs: 300, responding: false } });
    await deliver('A.ZIP', await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) }));
    expect(await readdir(printer.folders.inbox)).toEqual(['A.ZIP']);
    await printer.control.control({ robot: { taking: true } });
    await eventually(async () => (await events('acknowledged')).length === 1);
    const [received, acknowledged] = await log();
    expect(Date.parse(acknowledged?.time ?? '') - Date.parse(received?.time ?? '')).toBeGreaterThanOrEqual(300);
    expect(await printer.control.state()).toMatchObject({ taken: 1, unacknowledged: 0, unanswered: 1 });
  });

  test('takes what lies there only after its time', async () => {
    await printer.control.control({ robot: { takeAfterMs: 200 } });
    const begun = Date.now();
    await deliver('A.ZIP', await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) }));
    await eventually(async () => (await printer.control.state()).taken === 1);
    expect(Date.now() - begun).toBeGreaterThanOrEqual(200);
  });
});

test('A printer that is started again acknowledges and answers what it took before', async () => {
  const root = await mkdtemp(join(tmpdir(), 'postroom-printer-'));
  const start = () => startPrinter({ root, sftpServerProgram: servers().sftpServerProgram });
  const before = await start();
  const { control, state } = createPrinterClient(before.controlUrl);
  await control({ robot: { responding: false } });
  const zip = join(root, 'draft');
  await writeFile(zip, await zipOf({ AAAAAAAAAAAAAAAA: await letterOf(1) }));
  await copyFile(zip, join(before.folders.staging, 'A.ZIP'));
  await rename(join(before.folders.staging, 'A.ZIP'), join(before.folders.inbox, 'A.ZIP'));
  await eventually(async () =>
    (await readReceivedLog(before.receivedLog)).some((line) => line.event === 'acknowledged'),
  );
  expect(await state()).toMatchObject({ taken: 1, unacknowledged: 0, unanswered: 1 });
  await before.close();

  const after = await start();
  expect(after.hostKeyFingerprint).toBe(before.hostKeyFingerprint);
  await eventually(async () => (await readReceivedLog(after.receivedLog)).some((line) => line.event === 'responded'));
  const lines = await readReceivedLog(after.receivedLog);
  expect(lines.map(({ event }) => event)).toEqual(['received', 'acknowledged', 'responded']);
  await after.close();
  await rm(root, { recursive: true });
});
