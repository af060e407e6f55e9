import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

const PROGRAM = join(__dirname, '..', '..');

/** Its younger name is without `experimental`, from Node 22.13 on. */
const nameOfWall = (): string =>
  process.allowedNodeEnvironmentFlags.has('--permission') ? '--permission' : '--experimental-permission';

/**
 * Node's words for a wall around a process: it reads our program and its libraries, writes nothing but what is in its
 * folder, and starts no other process, no thread and no compiled code. It holds what is written in JavaScript.
 */
export function wallAround(folder: string): readonly string[] {
  const libraries = module.paths.filter((path) => existsSync(path));
  const readable = new Set([PROGRAM, folder, ...libraries].flatMap((path) => [path, realpathSync(path)]));
  return [
    nameOfWall(),
    '--disable-warning=ExperimentalWarning',
    ...[...readable].map((path) => `--allow-fs-read=${path}`),
    `--allow-fs-write=${folder}`,
  ];
}
