import { rm } from 'node:fs/promises';
import { keepProcesses } from '../stack/processes';
import type { Program } from './programs';

/** What `go` said when it failed; its last lines tell why. */
const reasonIn = (log: string) => log.trim().split('\n').slice(-3).join(' ');

/**
 * Builds a program with Go from its pinned module. Throws with the compiler's last lines; so also when there is no Go, or one too
 * old that may not fetch a newer. A build never outlives the process that wanted it.
 */
export async function buildProgram(program: Program, target: string): Promise<void> {
  const { folder, package: main, flags } = program.build;
  const logFile = `${target}.log`;
  const processes = await keepProcesses();
  try {
    processes.removeAtEnd(logFile);
    const go = await processes.start({
      name: 'go',
      command: 'go',
      arguments: ['build', ...flags, '-o', target, main],
      environment: process.env,
      folder,
      logFile,
      kind: 'server',
      stopSignal: 'SIGTERM',
      stopWithinMs: 1_000,
    });
    const { code } = await go.exited;
    if (code !== 0) throw new Error(reasonIn(go.log()) || `go build ended with ${String(code)}`);
  } catch (error) {
    await rm(target, { force: true });
    throw error;
  } finally {
    await processes.end();
  }
}
