/** A child that tries, at each message, what captured code would; and tells what came of it. */
import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';

const outcomeOf = (attempt: () => unknown): string => {
  try {
    attempt();
    return 'done';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
};

process.on('message', ({ secret, written }: { readonly secret: string; readonly written: string }) => {
  const attempts = {
    'reads a file outside': () => fs.readFileSync(secret),
    'lists a folder outside': () => fs.readdirSync(dirname(secret)),
    'reads the environment of its parent': () => fs.readFileSync(`/proc/${process.ppid}/environ`),
    'writes a file outside': () => fs.writeFileSync(written, 'x'),
    'writes into our program': () => fs.writeFileSync(join(__dirname, 'written'), 'x'),
    'links to a file outside': () => fs.symlinkSync(secret, 'link'),
    'starts a process': () => execFileSync('/bin/true'),
    'starts a thread': () => new Worker('', { eval: true }),
    'reads our program': () => fs.readFileSync(__filename),
    'writes into its folder': () => fs.writeFileSync('own', 'x'),
  };
  process.send?.(Object.fromEntries(Object.entries(attempts).map(([name, attempt]) => [name, outcomeOf(attempt)])));
});
process.send?.('ready');
