import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Program, Release } from './programs';

const run = promisify(execFile);

async function get(url: string): Promise<Buffer> {
  const response = await fetch(url, { signal: AbortSignal.timeout(300_000) });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return Buffer.from(await response.arrayBuffer());
}

function publishedChecksum(checksums: string, archiveName: string): string {
  const line = checksums.split('\n').find((each) => each.trim().split(/\s+\*?/)[1] === archiveName);
  const checksum = line?.trim().split(/\s+/)[0];
  if (!checksum) throw new Error(`no checksum is published for ${archiveName}`);
  return checksum;
}

/**
 * Fetches a program's release archive, checks it against the checksums published beside it, and puts the program where it is
 * wanted. Throws when there is no release for this machine, nothing answers, or the checksum differs.
 */
export async function downloadProgram(program: Program, release: Release, target: string): Promise<void> {
  const archiveName = release.archiveName(process.platform, process.arch);
  const checksums = await get(`${release.folderUrl}/${release.checksumsName}`);
  const expected = publishedChecksum(checksums.toString('utf8'), archiveName);
  const archive = await get(`${release.folderUrl}/${archiveName}`);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${archiveName} has the checksum ${actual}, not the published ${expected}`);

  const folder = await mkdtemp(join(dirname(target), 'download-'));
  try {
    await writeFile(join(folder, archiveName), archive);
    await run('tar', ['-xzf', archiveName], { cwd: folder });
    const files = await readdir(folder, { recursive: true });
    const unpacked = files.find((file) => basename(file) === program.name);
    if (!unpacked) throw new Error(`${archiveName} holds no ${program.name}`);
    await rename(join(folder, unpacked), target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
