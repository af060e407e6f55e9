import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadProgram } from '../../../dev/programs/download-program';
import { PROGRAMS, type Release } from '../../../dev/programs/programs';

const ARCHIVE = 'versitygw_v1.7.0.tar.gz';

describe('A downloaded program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'postroom-download-'));
  const target = join(folder, 'target');
  let server: Server;
  let release: Release;
  let checksums: string;

  beforeAll(async () => {
    mkdirSync(join(folder, 'versitygw_v1.7.0'));
    writeFileSync(join(folder, 'versitygw_v1.7.0', 'versitygw'), 'the program');
    execFileSync('tar', ['-czf', ARCHIVE, 'versitygw_v1.7.0'], { cwd: folder });
    const archive = readFileSync(join(folder, ARCHIVE));
    checksums = `${'0'.repeat(64)}  another.tar.gz\n${createHash('sha256').update(archive).digest('hex')}  ${ARCHIVE}\n`;
    server = createServer(({ url }, response) => {
      if (url === '/checksums.txt') response.end(checksums);
      else if (url === `/${ARCHIVE}`) response.end(archive);
      else response.writeHead(404).end();
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const folderUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    release = { folderUrl, archiveName: () => ARCHIVE, checksumsName: 'checksums.txt' };
  });

  afterEach(() => rmSync(target, { force: true }));
  afterAll(() => {
    server.close();
    server.closeAllConnections();
    rmSync(folder, { recursive: true });
  });

  const download = (from: Release) => downloadProgram(PROGRAMS.versitygw, from, target);

  it('is taken out of its archive when the archive has its published checksum', async () => {
    await download(release);
    expect(readFileSync(target, 'utf8')).toBe('the program');
  });

  it('is refused when the archive has another checksum', async () => {
    const published = checksums;
    checksums = `${'0'.repeat(64)}  ${ARCHIVE}\n`;
    await expect(download(release)).rejects.toThrow(`not the published ${'0'.repeat(64)}`);
    checksums = published;
    expect(existsSync(target)).toBe(false);
  });

  it('is refused when no checksum is published for it, or nothing is there', async () => {
    const unlisted = { ...release, archiveName: () => 'unlisted.tar.gz' };
    await expect(download(unlisted)).rejects.toThrow('no checksum is published for unlisted.tar.gz');
    const elsewhere = { ...release, checksumsName: 'missing.txt' };
    await expect(download(elsewhere)).rejects.toThrow('answered 404');
  });
});
