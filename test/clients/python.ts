import { execFile, execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const REQUIREMENTS = join(__dirname, 'requirements.txt');
const NEEDED = 'import ensurepip, sys, venv; assert sys.version_info >= (3, 10), sys.version';

/** Why the Python client cannot be run here; undefined when it can. */
export function pythonProblem(): string | undefined {
  try {
    execFileSync('python3', ['-c', NEEDED], { stdio: 'pipe' });
    return undefined;
  } catch (error) {
    const reason = (error instanceof Error ? error.message : String(error)).trim().split('\n').at(-1) ?? '';
    return `Python 3.10 or later with venv is needed (Debian: apt-get install python3-venv): ${reason}`;
  }
}

/** Installs what `requirements.txt` pins, by hash, into an environment beside the cache, and renames it into place: it is there whole or not at all. */
async function make(target: string): Promise<void> {
  const problem = pythonProblem();
  if (problem !== undefined) throw new Error(problem);
  const draft = `${target}.${randomBytes(4).toString('hex')}`;
  try {
    await run('python3', ['-m', 'venv', draft]);
    const pinned = ['--require-hashes', '--no-deps', '--only-binary', ':all:', '--requirement', REQUIREMENTS];
    await run(join(draft, 'bin', 'python'), [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--disable-pip-version-check',
      ...pinned,
    ]);
    await rename(draft, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A Python that has Notify's client, kept in the user's cache. Throws when there is none and none can be made. */
export async function pythonWithClient(): Promise<string> {
  const cache = join(homedir(), '.cache', 'postroom');
  const pins = createHash('sha256').update(readFileSync(REQUIREMENTS)).digest('hex').slice(0, 8);
  const target = join(cache, `notifications-python-client-13.0.0-${pins}`);
  await mkdir(cache, { recursive: true });
  const python = join(target, 'bin', 'python');
  // A link to a Python that was uninstalled is no Python.
  if (!existsSync(python)) {
    await rm(target, { recursive: true, force: true });
    await make(target);
  }
  return python;
}
