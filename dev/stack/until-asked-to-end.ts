import { once } from 'node:events';

const STARTER_LOOK_MS = 500;
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Resolves with the name of the first signal that asks this process to end; a second one ends it at once. */
export async function untilAskedToEnd(): Promise<string> {
  const [signal] = await Promise.race(SIGNALS.map(async (each) => [each, await once(process, each)] as const));
  for (const each of SIGNALS) process.once(each, () => process.exit(1));
  return signal;
}

/**
 * npm passes SIGTERM on, but when it is killed it can tell nobody: then what it started would live on with no terminal. Asks this
 * process to end when that happens. Without npm, outliving the shell is what a person may have wanted.
 */
export function endWithStarter(): void {
  if (!process.env['npm_lifecycle_event']) return;
  const starter = process.ppid;
  const look = setInterval(() => {
    if (process.ppid !== starter) process.kill(process.pid, 'SIGTERM');
  }, STARTER_LOOK_MS).unref();
  // Asked already, it ends in its own time.
  for (const each of SIGNALS) process.once(each, () => clearInterval(look));
}
