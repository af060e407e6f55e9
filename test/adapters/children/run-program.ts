import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from '@swc/core';
import { childrenOf, folderOf } from '../pdf/children';

/** Runs a program of Node, and kills it when it has said what it found. */
export async function runAndKill(
  words: readonly string[],
): Promise<{ said: string; children: number[]; folders: string[] }> {
  const program = spawn(process.execPath, words, {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(program, 'exit').then(() => Promise.reject(new Error('the program ended early')));
  const [said] = (await Promise.race([once(program.stdout, 'data'), ended])) as [Buffer];
  ended.catch(() => undefined);
  const children = childrenOf(program.pid ?? 0);
  const folders = children.map(folderOf);
  program.kill('SIGKILL');
  await once(program, 'exit');
  return { said: said.toString(), children, folders };
}

/** As the compiler would; what is no program comes along as it is. */
export function build(sources: string, target: string): void {
  cpSync(sources, target, { recursive: true, filter: (path) => !path.endsWith('.ts') });
  for (const name of readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((each) =>
    each.endsWith('.ts'),
  )) {
    const { code } = transformSync(readFileSync(join(sources, name), 'utf8'), {
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'commonjs' },
    });
    writeFileSync(join(target, name.replace(/\.ts$/, '.js')), code);
  }
}
