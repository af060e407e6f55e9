import { access, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Fault } from '../../../dev/printer/controls';
import { eventually } from '../../support/eventually';
import { type UnderTest, errorOf, kindOf, quietly, someBytes, startUnderTest, streamOf } from './printer-under-test';

const TEMP = '.batch.nonce.part';
const ZIP = 'NOTIFY.2026-11-23.2.001.HASH.SERVICE.ZIP';

describe('A staged zip that is published', () => {
  let under: UnderTest;
  const plan = (...faults: Fault[]) => under.printer.control.control({ server: { faults } });
  const inbox = () => readdir(under.printer.folders.inbox);
  const publish = () => under.sftp.publish(TEMP, ZIP);

  beforeEach(async () => {
    under = await startUnderTest();
    await under.sftp.upload(TEMP, streamOf(someBytes(1_000)), quietly);
  });
  afterEach(async () => {
    await under.printer.control.release();
    await under.close();
  });

  test('leaves the staging folder and stands whole in the inbox', async () => {
    await publish();
    expect(await inbox()).toEqual([ZIP]);
    expect(await under.sftp.statTemp(TEMP)).toBeUndefined();
  });

  test('is published though the reply to its renaming was lost: its staged file tells (F3)', async () => {
    await plan({ on: 'posix-rename', act: 'cut-after' });
    expect(await kindOf(publish())).toBe('connection');
    expect(await under.sftp.statTemp(TEMP)).toBeUndefined();
    expect(await inbox()).toEqual([ZIP]);
  });

  test('is still staged when the line was cut before its renaming: its staged file tells (F3)', async () => {
    await plan({ on: 'posix-rename', act: 'cut-before' });
    expect(await kindOf(publish())).toBe('connection');
    expect(await under.sftp.statTemp(TEMP)).toBe(1_000);
  });

  test('is given up on when the reply never comes, and may be published all the same (F3, F4)', async () => {
    await plan({ on: 'posix-rename', act: 'lose-reply' });
    const hurried = await under.withSettings({ callTimeoutMs: 1_000 });
    expect(await kindOf(hurried.publish(TEMP, ZIP))).toBe('timed-out');
    expect(await under.sftp.statTemp(TEMP)).toBeUndefined();
  });

  test('is published once though a rename of a dead client comes late (F5)', async () => {
    await plan({ on: 'posix-rename', act: 'hold-request' });
    const hurried = await under.withSettings({ callTimeoutMs: 1_000 });
    expect(await kindOf(hurried.publish(TEMP, ZIP))).toBe('timed-out');
    await eventually(async () => (await under.printer.control.state()).connections === 0);
    await publish();
    await under.printer.control.release();
    expect(await kindOf(publish())).toBe('not-found');
    expect(await inbox()).toEqual([ZIP]);
  });

  test('is gone from staging also when the printer takes it at once (F9)', async () => {
    await under.printer.control.control({ robot: { taking: true, takeAtOnce: true } });
    await publish();
    expect(await inbox()).toEqual([]);
    expect(await readdir(under.printer.folders.taken)).toEqual([ZIP]);
    expect(await under.sftp.statTemp(TEMP)).toBeUndefined();
  });

  test('is not published by a server without posix-rename: plain rename can publish twice', async () => {
    await under.printer.control.control({ server: { hiddenExtensions: ['posix-rename@openssh.com'] } });
    await plan({ on: 'rename', act: 'swallow' }, { on: 'posix-rename', act: 'swallow' });
    const error = await errorOf(publish());
    expect([error.kind, error.message]).toEqual(['unsupported', 'The printer: the server has no posix-rename']);
    expect((await under.printer.control.state()).struck).toEqual([]);
    expect(await under.sftp.statTemp(TEMP)).toBe(1_000);
  });

  test('is not called gone when the server only fails to look', async () => {
    await plan({ on: 'stat', act: 'fail' });
    expect(await kindOf(under.sftp.statTemp(TEMP))).toBe('failed');
  });

  test('is not called gone when the whole staging folder is missing', async () => {
    const { staging } = under.printer.folders;
    await rename(staging, `${staging}.away`);
    expect(await kindOf(under.sftp.statTemp(TEMP))).toBe('not-found');
    await rename(`${staging}.away`, staging);
    expect(await under.sftp.statTemp(TEMP)).toBe(1_000);
  });

  test.each(['../notify/X.ZIP', 'a/b', '..', '.', '', 'a\\b', 'a\0b'])(
    'never moves by a name like %j',
    async (name) => {
      await expect(under.sftp.publish(TEMP, name)).rejects.toThrow('Not the base name of a file');
      await expect(under.sftp.publish(name, ZIP)).rejects.toThrow('Not the base name of a file');
      expect(await inbox()).toEqual([]);
    },
  );

  test('leaves others of its folder in the list, and they can be removed', async () => {
    await under.sftp.upload('.other.part', streamOf(someBytes(1)), quietly);
    expect([...(await under.sftp.listTemps())].sort()).toEqual([TEMP, '.other.part']);
    await under.sftp.removeTemp('.other.part');
    expect(await under.sftp.listTemps()).toEqual([TEMP]);
    expect(await kindOf(under.sftp.removeTemp('.other.part'))).toBe('not-found');
  });
});

describe('The staging folder, seen by the probe', () => {
  let under: UnderTest;
  beforeEach(async () => {
    under = await startUnderTest();
  });
  afterEach(() => under.close());

  test('is there, with all that publishing needs', async () => {
    expect(await under.sftp.probe()).toEqual({
      hostKeyFingerprint: under.printer.hostKeyFingerprint,
      posixRename: true,
      fsync: true,
      stagingFolder: true,
    });
  });

  test('is missing, and the server offers neither posix-rename nor sync', async () => {
    await rm(under.printer.folders.staging, { recursive: true });
    await expect(access(join(under.printer.folders.staging))).rejects.toThrow('ENOENT');
    await under.printer.control.control({
      server: { hiddenExtensions: ['posix-rename@openssh.com', 'fsync@openssh.com'] },
    });
    expect(await under.sftp.probe()).toMatchObject({ posixRename: false, fsync: false, stagingFolder: false });
  });
});
