import { mkdtempSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const NAME = /^postroom-child-(\d+)-/;
/** Ids of processes come back, above all in containers: so it says too when this one began. */
const OURS = `postroom-child-${process.pid}-${Math.round(performance.timeOrigin)}-`;

/** A new folder for one child, which nobody of another user may enter. */
export const makeFolder = (): string => mkdtempSync(join(tmpdir(), OURS));

/** Removes it with all that is in it. What cannot be removed is left to the next start. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true }).catch(() => undefined);

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Removes folders of children whose maker was killed before it could. */
export async function removeLeftBehind(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => []);
  const left = names.filter((name) => {
    const maker = Number(NAME.exec(name)?.[1]);
    if (Number.isNaN(maker)) return false;
    return maker === process.pid ? !name.startsWith(OURS) : !isRunning(maker);
  });
  await Promise.all(left.map((name) => removeFolder(join(tmpdir(), name))));
}
