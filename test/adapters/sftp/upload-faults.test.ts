import { readdir } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type { Fault } from '../../../dev/printer/controls';
import { eventually } from '../../support/eventually';
import { type UnderTest, kindOf, quietly, someBytes, stagedFile, startUnderTest, streamOf } from './printer-under-test';

const TEMP = '.batch.nonce.part';
const SIZE = 4_000_000;

describe('A zip whose upload meets a fault', () => {
  let under: UnderTest;
  const zip = someBytes(SIZE);
  const plan = (...faults: Fault[]) => under.printer.control.control({ server: { faults } });
  const upload = () => under.sftp.upload(TEMP, streamOf(zip), quietly);

  beforeEach(async () => {
    under = await startUnderTest();
  });
  afterEach(async () => {
    await under.printer.control.release();
    await under.close();
  });

  test.each([0, 1, SIZE / 2, SIZE - 1, SIZE])(
    'is not taken for sent when the line is cut at byte %d (F1)',
    async (atByte) => {
      await plan({ on: 'write', act: 'cut-after', atByte });
      expect(await kindOf(upload())).toBe('connection');
      const staged = await stagedFile(under.printer, TEMP);
      expect(staged.length).toBeLessThanOrEqual(atByte);
      expect(staged.equals(zip.subarray(0, staged.length))).toBe(true);
      expect((await under.printer.control.state()).struck).toHaveLength(1);
    },
  );

  test('is not taken for sent when the line is cut before the reply to its closing (F2)', async () => {
    await plan({ on: 'close', act: 'cut-after' });
    expect(await kindOf(upload())).toBe('connection');
    expect(await under.sftp.statTemp(TEMP)).toBe(SIZE);
  });

  test('is given up when the whole printer falls silent without a word: keep-alives notice (F4)', async () => {
    await plan({ on: 'write', act: 'freeze', atByte: SIZE / 2 });
    const patient = await under.withSettings({ callTimeoutMs: 60_000, keepAliveMs: 200, keepAliveCount: 3 });
    const begun = Date.now();
    expect(await kindOf(patient.upload(TEMP, streamOf(zip), quietly))).toBe('timed-out');
    expect(Date.now() - begun).toBeLessThan(3_000);
  });

  test('is given up when only the file server hangs: the deadline notices (F4)', async () => {
    await plan({ on: 'write', act: 'lose-reply', times: null });
    const hurried = await under.withSettings({ callTimeoutMs: 500 });
    const begun = Date.now();
    expect(await kindOf(hurried.upload(TEMP, streamOf(zip), quietly))).toBe('timed-out');
    expect(Date.now() - begun).toBeLessThan(4_000);
  });

  test('is given up when the printer accepts connections and says nothing (F4)', async () => {
    await under.printer.control.control({ line: { frozen: true } });
    const hurried = await under.withSettings({ connectTimeoutMs: 500 });
    expect(await kindOf(hurried.upload(TEMP, streamOf(zip), quietly))).toBe('timed-out');
  });

  test('is not taken for sent when the disk is full from its middle on (F6)', async () => {
    await plan({ on: 'write', act: 'fail', atByte: SIZE / 2, message: 'No space left on device' });
    expect(await kindOf(upload())).toBe('no-space');
  });

  test('is not taken for sent when only the last write is refused, without a reason (F6)', async () => {
    await plan({ on: 'write', act: 'fail', atByte: SIZE });
    expect(await kindOf(upload())).toBe('failed');
  });

  test('is not taken for sent when the printer keeps less than it acknowledged (F8)', async () => {
    await plan({ on: 'write', act: 'swallow', atByte: SIZE - 1_000 });
    expect(await kindOf(upload())).toBe('size-differs');
    expect(await under.sftp.statTemp(TEMP)).toBe(SIZE - 1_000);
  });

  test('is not taken for sent when it cannot be synced', async () => {
    await plan({ on: 'fsync', act: 'fail' });
    expect(await kindOf(upload())).toBe('failed');
  });

  test('is sent all the same by a server that offers no sync', async () => {
    await under.printer.control.control({ server: { hiddenExtensions: ['fsync@openssh.com'] } });
    await plan({ on: 'fsync', act: 'fail' });
    expect(await upload()).toMatchObject({ bytes: SIZE });
    expect((await under.printer.control.state()).struck).toEqual([]);
  });

  test('is broken off within moments when the attempt is cancelled', async () => {
    await plan({ on: 'write', act: 'hold-request', times: null });
    const stop = new AbortController();
    const sending = under.sftp.upload(TEMP, streamOf(zip), { ...quietly, signal: stop.signal });
    await eventually(async () => (await under.printer.control.state()).held.length > 0);
    stop.abort(new Error('cancelled by the worker'));
    await expect(sending).rejects.toThrow('cancelled by the worker');
    await eventually(async () => (await under.printer.control.state()).connections === 0);
  });

  test('does not wait for a source that gives nothing more once the line is cut', async () => {
    const source = new PassThrough();
    const told = jest.fn();
    const sending = kindOf(under.sftp.upload(TEMP, source, { onProgress: told }));
    source.write(zip.subarray(0, 300_000));
    await eventually(() => told.mock.calls.length > 0);
    await under.printer.control.control({ line: { listening: false } });
    expect(await sending).toBe('connection');
    expect(source.destroyed).toBe(true);
  });

  test('is not begun when the attempt was cancelled before', async () => {
    const signal = AbortSignal.abort(new Error('too late'));
    await expect(under.sftp.upload(TEMP, streamOf(zip), { ...quietly, signal })).rejects.toThrow('too late');
    expect((await under.printer.control.state()).connected).toBe(0);
    expect(await readdir(under.printer.folders.staging)).toEqual([]);
  });

  test('is refused at once when the printer is not listening', async () => {
    await under.printer.control.control({ line: { listening: false } });
    expect(await kindOf(upload())).toBe('connection');
    await under.printer.control.control({ line: { listening: true } });
    expect(await upload()).toMatchObject({ bytes: SIZE });
  });
});
