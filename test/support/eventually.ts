import { setTimeout as pause } from 'node:timers/promises';

type Truthy<T> = Exclude<T, undefined | null | false | 0 | ''>;

/**
 * Asks until the check answers with something, and gives that. A check that throws is asked again; when time is over its last error
 * is thrown.
 */
export async function eventually<T>(
  check: () => T | Promise<T>,
  { timeoutMs = 180_000, everyMs = 25 }: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<Truthy<T>> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    let failure: unknown;
    try {
      const answer = await check();
      if (answer) return answer as Truthy<T>;
    } catch (error) {
      failure = error;
    }
    if (Date.now() > deadline)
      throw failure instanceof Error ? failure : new Error(`not so within ${timeoutMs} ms: ${check.toString()}`);
    await pause(everyMs);
  }
}
