import { Readable } from 'node:stream';
import { eventually } from '../../support/eventually';
import {
  type UnderTest,
  kindOf,
  quietly,
  sha256Of,
  someBytes,
  stagedFile,
  startUnderTest,
  streamOf,
} from './printer-under-test';

const MEBIBYTE = 1024 * 1024;
const TEMP = '.2026-11-23.1.2.001.service.nonce.part';

describe('A zip on its way into the staging folder', () => {
  let under: UnderTest;
  beforeEach(async () => {
    under = await startUnderTest();
  });
  afterEach(() => under.close());

  test('arrives byte for byte, and its hash was taken on the way', async () => {
    const zip = someBytes(64 * MEBIBYTE);
    const sent = await under.sftp.upload(TEMP, streamOf(zip), quietly);
    expect(sent).toEqual({ bytes: zip.length, sha256: sha256Of(zip) });
    expect((await stagedFile(under.printer, TEMP)).equals(zip)).toBe(true);
    expect(await under.sftp.statTemp(TEMP)).toBe(zip.length);
  });

  test.each([0, 1, 261_119, 261_120, 261_121, 1_000_000])('of %d bytes arrives whole', async (bytes) => {
    const zip = someBytes(bytes);
    expect(await under.sftp.upload(TEMP, streamOf(zip), quietly)).toEqual({ bytes, sha256: sha256Of(zip) });
    expect((await stagedFile(under.printer, TEMP)).equals(zip)).toBe(true);
  });

  test('goes one write at a time to a printer that takes no more, in the small blocks it allows', async () => {
    await under.printer.control.control({ server: { hiddenExtensions: ['limits@openssh.com'] } });
    const careful = await under.withSettings({ writesInFlight: 1 });
    const zip = someBytes(MEBIBYTE);
    expect(await careful.upload(TEMP, streamOf(zip), quietly)).toEqual({ bytes: zip.length, sha256: sha256Of(zip) });
    expect((await stagedFile(under.printer, TEMP)).equals(zip)).toBe(true);
  });

  test('tells of acknowledged bytes only, up to the last one', async () => {
    const told: number[] = [];
    await under.sftp.upload(TEMP, streamOf(someBytes(3 * MEBIBYTE)), { onProgress: (bytes) => void told.push(bytes) });
    expect(told).toEqual([...told].sort((a, b) => a - b));
    expect(told.length).toBeGreaterThan(10);
    expect(told.at(-1)).toBe(3 * MEBIBYTE);
  });

  test('never holds more in memory than its writes in flight, however slow the printer is', async () => {
    await under.printer.control.control({ server: { faults: [{ on: 'write', act: 'hold-reply', times: null }] } });
    let read = 0;
    const endless = Readable.from(
      (function* () {
        for (;;) {
          read += MEBIBYTE;
          yield Buffer.alloc(MEBIBYTE);
        }
      })(),
      { objectMode: false },
    );
    const stop = new AbortController();
    const onProgress = jest.fn();
    const sending = under.sftp.upload(TEMP, endless, { onProgress, signal: stop.signal });
    await eventually(async () => (await under.printer.control.state()).held.length === 16);
    expect(read).toBeLessThanOrEqual(8 * MEBIBYTE);
    expect(onProgress).not.toHaveBeenCalled(); // written is not acknowledged
    stop.abort();
    await expect(sending).rejects.toBe(stop.signal.reason);
  });

  test('shares the line with another one: both arrive whole', async () => {
    const zips = [someBytes(8 * MEBIBYTE), someBytes(8 * MEBIBYTE)] as const;
    await Promise.all(zips.map((zip, index) => under.sftp.upload(`.${index}.part`, streamOf(zip), quietly)));
    for (const [index, zip] of zips.entries()) {
      expect((await stagedFile(under.printer, `.${index}.part`)).equals(zip)).toBe(true);
    }
  });

  test('gets through a slow line though no keep-alive is answered in time (F10)', async () => {
    await under.printer.control.control({ line: { bytesPerSecond: 1_000_000, delayMs: 20 } });
    const zip = someBytes(3 * MEBIBYTE);
    const watchful = await under.withSettings({ keepAliveMs: 200, keepAliveCount: 3 });
    await watchful.upload(TEMP, streamOf(zip), quietly);
    expect((await stagedFile(under.printer, TEMP)).equals(zip)).toBe(true);
  });

  test('never overwrites the file of another attempt', async () => {
    const first = someBytes(1_000);
    await under.sftp.upload(TEMP, streamOf(first), quietly);
    expect(await kindOf(under.sftp.upload(TEMP, streamOf(someBytes(10)), quietly))).toBe('failed');
    expect((await stagedFile(under.printer, TEMP)).equals(first)).toBe(true);
  });

  test('is given up with the error of its source when that fails half-way', async () => {
    const broken = new Error('the object store hung up');
    const source = Readable.from(
      (function* () {
        yield someBytes(MEBIBYTE);
        throw broken;
      })(),
      { objectMode: false },
    );
    await expect(under.sftp.upload(TEMP, source, quietly)).rejects.toBe(broken);
    await eventually(async () => (await under.printer.control.state()).connections === 0);
  });

  test('whose source had failed before the printer answered brings nothing down', async () => {
    const broken = new Error('the object store hung up');
    const source = new Readable({ read: () => undefined });
    const sending = under.sftp.upload(TEMP, source, quietly);
    source.destroy(broken);
    await expect(sending).rejects.toBe(broken);
  });

  test('is refused by a folder where we may not write (F7)', async () => {
    await under.printer.control.control({
      server: { faults: [{ on: 'open', act: 'fail', status: 3, message: 'Permission denied' }] },
    });
    expect(await kindOf(under.sftp.upload(TEMP, streamOf(someBytes(10)), quietly))).toBe('denied');
  });
});
