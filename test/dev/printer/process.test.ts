import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, readdir, readlink, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { createPrinterClient } from '../../../dev/printer/client';
import { newKey } from '../../../dev/printer/keys';
import type { PrinterAddress } from '../../../dev/printer/options';
import { createPrinter } from '../../../src/adapters/sftp/create-printer';
import { eventually } from '../../support/eventually';
import { servers } from '../../support/servers';

const MAIN = join(__dirname, '../../../dev/printer/main.ts');

describe('The simulated printer as a process of its own', () => {
  let root: string;
  let child: ChildProcess;

  async function start(more: object = {}): Promise<PrinterAddress> {
    const options = { root, sftpServerProgram: servers().sftpServerProgram, endWithStandardInput: true, ...more };
    child = spawn(process.execPath, ['--import', 'tsx', MAIN, JSON.stringify(options)], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    if (!child.stdout) throw new Error('no output');
    const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
    return JSON.parse(line) as PrinterAddress;
  }
  const isOpen = (port: number): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
  /** Processes that run in the printer's folder, where there is a /proc to see them in. */
  const programs = async (): Promise<number> => {
    const ids = await readdir('/proc').catch(() => []);
    const folders = await Promise.all(ids.map((id) => readlink(join('/proc', id, 'cwd')).catch(() => '')));
    return folders.filter((folder) => folder.startsWith(root)).length;
  };

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'postroom-printer-'));
  });
  afterEach(async () => {
    child.kill('SIGKILL');
    await rm(root, { recursive: true, force: true });
  });

  test('listens where it is told, and takes the keys that lie there', async () => {
    const [hostKey, clientKey] = [newKey(), newKey()];
    const keys = join(root, 'secrets');
    await mkdir(keys);
    await writeFile(join(keys, 'host_ed25519'), hostKey);
    await writeFile(join(keys, 'client_ed25519'), clientKey);
    const address = await start({ keys, host: '0.0.0.0' });
    expect(address.host).toBe('0.0.0.0');
    const sftp = createPrinter({
      ...address,
      host: '127.0.0.1',
      privateKeys: [clientKey],
      hostKeyFingerprints: [address.hostKeyFingerprint],
      folders: address,
      maxConnections: 2,
    });
    expect(await sftp.probe()).toMatchObject({ posixRename: true, stagingFolder: true });
    expect((await readdir(keys)).sort()).toEqual(['client_ed25519', 'host_ed25519']);
    await sftp.close();
  });

  test.each<[string, (child: ChildProcess) => unknown]>([
    ['it is told to', (running) => running.kill('SIGTERM')],
    ['whoever started it is gone', (running) => running.stdin?.end()],
  ])('ends when %s, in the middle of an upload, and leaves no program and no port', async (_, end) => {
    const address = await start();
    const { control, state } = createPrinterClient(address.controlUrl);
    await control({ server: { faults: [{ on: 'write', act: 'hold-request', times: null }] } });
    const sftp = createPrinter({
      ...address,
      privateKeys: [await readFile(address.privateKeyFile, 'utf8')],
      hostKeyFingerprints: [address.hostKeyFingerprint],
      folders: address,
      maxConnections: 2,
    });
    const source = Readable.from([Buffer.alloc(1_000)], { objectMode: false });
    const sending = expect(sftp.upload('.x.part', source, { onProgress: () => undefined })).rejects.toThrow('printer');
    await eventually(async () => (await state()).held.length === 1);
    if (process.platform === 'linux') expect(await programs()).toBe(1);
    const ended = once(child, 'exit');
    end(child);
    expect(await ended).toEqual([0, null]);
    await sending;
    expect(await isOpen(address.port)).toBe(false);
    expect(await programs()).toBe(0);
    await sftp.close();
  });
});
