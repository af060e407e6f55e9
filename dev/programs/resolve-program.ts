import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, mkdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { claim } from '../stack/claims';
import { buildProgram } from './build-program';
import { downloadProgram } from './download-program';
import { PROGRAMS, type Program, type ProgramName } from './programs';

/** Takes one line about what is being done. */
export type Say = (line: string) => void;

/** Thrown when a program can be had in no way; its message is one line that names the program and the ways to get it. */
export class ProgramMissingError extends Error {
  override readonly name = 'ProgramMissingError';
}

const run = promisify(execFile);
const TELL_EVERY_MS = 30_000;
const secondsSince = (instant: number) => Math.round((Date.now() - instant) / 1000);
const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function fits(program: Program, path: string): Promise<boolean> {
  if (!(await isExecutable(path))) return false;
  if (program.fits === null) return true;
  const answer = await run(path, program.fits.arguments).catch(() => undefined);
  return answer !== undefined && program.fits.answer.test(answer.stdout);
}

async function installed(program: Program): Promise<string | undefined> {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter).filter(Boolean), ...program.folders];
  for (const folder of folders) {
    const path = join(folder, program.name);
    if (await fits(program, path)) return path;
  }
  return undefined;
}

/** Builds or downloads beside the cache and renames into it, so that the cache never holds half a program. */
async function make(program: Program, target: string, say: Say): Promise<string> {
  const draft = `${target}.${randomBytes(4).toString('hex')}`;
  const failures: string[] = [];
  const { release } = program;
  const ways = [
    {
      told: `Building ${program.name} ${program.version} with Go; this takes ${program.build.takes}, once.`,
      take: () => buildProgram(program, draft),
    },
    ...(release === null
      ? []
      : [
          {
            told: `Downloading ${program.name} ${program.version} from ${release.folderUrl}; checked against its published checksums.`,
            take: () => downloadProgram(program, release, draft),
          },
        ]),
  ];
  try {
    for (const way of ways) {
      say(way.told);
      const began = Date.now();
      const stillAtIt = setInterval(() => say(`Still at it, ${secondsSince(began)} s.`), TELL_EVERY_MS);
      const failure = await way.take().then(() => undefined, messageOf);
      clearInterval(stillAtIt);
      if (failure === undefined) {
        await chmod(draft, 0o755);
        await rename(draft, target);
        say(`${program.name} is ready after ${secondsSince(began)} s; it is kept as ${target}.`);
        return target;
      }
      say(`That failed: ${failure}`);
      failures.push(failure);
    }
  } finally {
    await rm(draft, { force: true });
  }
  throw new ProgramMissingError(
    `${program.name} is missing: ${program.advice}, or set ${program.variable} to it, or install Go to build it (tried: ${failures.join('; ')})`,
  );
}

/** Two processes that miss the same program do not build it twice: the later one waits. */
async function makeOnce(program: Program, cache: string, target: string, say: Say): Promise<string> {
  const own = claim(join(cache, `${program.name}.claims`), 'builder');
  try {
    const [first] = own.earlier();
    if (first) say(`Waiting for process ${first.pid}, which is getting ${program.name} ${program.version}.`);
    while (own.earlier().length > 0) await pause(500);
    return (await isExecutable(target)) ? target : await make(program, target, say);
  } finally {
    own.release();
  }
}

/**
 * The path of a server program: the one its variable names, else an installed one whose version fits, else the user's cache, which
 * is filled by a build with Go or a download. Throws ProgramMissingError.
 */
export async function resolveProgram(
  name: ProgramName,
  say: Say,
  cache = join(homedir(), '.cache', 'postroom'),
): Promise<string> {
  const program = PROGRAMS[name];
  const named = process.env[program.variable];
  if (named) {
    if (await isExecutable(named)) return named;
    throw new ProgramMissingError(`${program.variable} names ${named}, which is no program`);
  }
  const found = await installed(program);
  if (found !== undefined) return found;

  await mkdir(cache, { recursive: true });
  const target = join(cache, `${program.name}-${program.version}`);
  return (await isExecutable(target)) ? target : makeOnce(program, cache, target, say);
}
