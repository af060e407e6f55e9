import { spawn } from 'node:child_process';
import type { Program } from './programs';

/**
 * Builds a program with Go from its pinned module. Throws with the compiler's last lines; so also when there is no Go, or one too
 * old that may not fetch a newer.
 */
export async function buildProgram(program: Program, target: string): Promise<void> {
  const { folder, package: main, flags } = program.build;
  const go = spawn('go', ['build', ...flags, '-o', target, main], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  go.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-2_000)));
  const code = await new Promise<number | null>((resolve, reject) => go.on('error', reject).on('close', resolve));
  if (code !== 0)
    throw new Error(complaint.trim().split('\n').slice(-3).join(' ') || `go build ended with ${String(code)}`);
}
