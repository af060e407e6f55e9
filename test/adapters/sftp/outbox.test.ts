import { mkdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { eventually } from '../../support/eventually';
import { type UnderTest, kindOf, quietly, someBytes, startUnderTest, streamOf } from './printer-under-test';

describe("The printer's answers in its outbox", () => {
  let under: UnderTest;
  const put = (name: string, body: string | Buffer) => writeFile(join(under.printer.folders.outbox, name), body);

  beforeEach(async () => {
    under = await startUnderTest();
  });
  afterEach(() => under.close());

  test('are listed with size and time, without folders', async () => {
    await put('NOTIFY-20261123200000-RSP.TXT', 'ABC|Sent|1|Unsorted\n');
    await utimes(join(under.printer.folders.outbox, 'NOTIFY-20261123200000-RSP.TXT'), 1_000, 1_000);
    await mkdir(join(under.printer.folders.outbox, 'archive'));
    expect(await under.sftp.listOutbox()).toEqual([
      { name: 'NOTIFY-20261123200000-RSP.TXT', bytes: 20, modifiedAt: new Date(1_000_000) },
    ]);
  });

  test.each([0, 1, 261_120, 700_001])('are read whole: %d bytes', async (bytes) => {
    const body = someBytes(bytes);
    await put('ANSWER.TXT', body);
    expect((await under.sftp.read('ANSWER.TXT', buffer)).equals(body)).toBe(true);
  });

  test('are read in small pieces from a server that allows no more', async () => {
    await under.printer.control.control({ server: { hiddenExtensions: ['limits@openssh.com'] } });
    const body = someBytes(700_001);
    await put('ANSWER.TXT', body);
    expect((await under.sftp.read('ANSWER.TXT', buffer)).equals(body)).toBe(true);
  });

  test('that are not there, or are no plain name, are an error', async () => {
    expect(await kindOf(under.sftp.read('MISSING.TXT', buffer))).toBe('not-found');
    await expect(under.sftp.read('../keys/host_ed25519', buffer)).rejects.toThrow('Not the base name of a file');
  });

  test('are not half read when the line is cut', async () => {
    await put('ANSWER.TXT', someBytes(700_001));
    await under.printer.control.control({ server: { faults: [{ on: 'read', act: 'cut-after' }] } });
    expect(await kindOf(under.sftp.read('ANSWER.TXT', buffer))).toBe('connection');
  });

  test('are looked for over as many connections as are allowed, and not one more', async () => {
    await under.printer.control.control({ line: { delayMs: 30 } });
    const two = await under.withSettings({ maxConnections: 2 });
    await Promise.all(Array.from({ length: 6 }, () => two.listOutbox()));
    expect(await under.printer.control.state()).toMatchObject({ connected: 6, mostConnections: 2 });
  });

  test('can be listed while uploads take up all the connections they may have', async () => {
    await under.printer.control.control({ server: { faults: [{ on: 'write', act: 'hold-request', times: null }] } });
    const two = await under.withSettings({ maxConnections: 2 });
    const stop = new AbortController();
    const sending = ['.a.part', '.b.part'].map((temp) =>
      two.upload(temp, streamOf(someBytes(10)), { ...quietly, signal: stop.signal }),
    );
    await eventually(async () => (await under.printer.control.state()).held.length > 0);
    expect(await two.listOutbox()).toEqual([]);
    stop.abort(new Error('enough'));
    for (const upload of sending) await expect(upload).rejects.toThrow('enough');
  });

  test('are no longer fetched once the adapter is closed', async () => {
    await under.printer.control.control({ server: { faults: [{ on: 'list', act: 'hold-reply', times: null }] } });
    const listing = kindOf(under.sftp.listOutbox());
    await under.sftp.close();
    expect(await listing).toBe('connection');
    expect(await kindOf(under.sftp.listOutbox())).toBe('connection');
  });
});
