#!/usr/bin/env node
import { userInfo } from 'node:os';
import { openDependencies } from './open-dependencies';
import { runProgram } from './program';
import type { Surroundings } from './verb';

/** In a container the user may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'nobody';
  }
}

/** Runs one command, `argv` without program and script. Tests hand in where it writes and what it works on. */
export function runCli(argv: readonly string[], surroundings: Partial<Surroundings> = {}): Promise<number> {
  return runProgram(argv, {
    out: (line) => void process.stdout.write(`${line}\n`),
    error: (line) => void process.stderr.write(`${line}\n`),
    user: userName(),
    open: openDependencies,
    ...surroundings,
  });
}

if (require.main === module) {
  void runCli(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  });
}
