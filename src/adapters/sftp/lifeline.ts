import type { Socket } from 'node:net';
import { classifyFailure } from './classify-failure';

/** As ssh2 calls back: an error, or a value. */
export type Done<Value> = (error: Error | null | undefined, value: Value) => void;

/** Ends a connection once, for one reason, whoever finds it first. */
export interface Lifeline {
  /** Fires with the reason: a `PrinterError`, or that of the caller's own signal. */
  readonly broken: AbortSignal;
  readonly breakOff: (cause: Error) => void;
  /** Settles as the callback says, or with the reason when the connection breaks first: ssh2 forgets callbacks of a dead channel. */
  readonly settled: <Value>(what: string, ask: (done: Done<Value>) => void) => Promise<Value>;
}

/** The socket is destroyed: ssh2 has no way to cancel a call, and a destroyed socket ends them all within milliseconds. */
export function createLifeline(socket: Socket): Lifeline {
  const breaking = new AbortController();
  const { signal: broken } = breaking;
  const waiting = new Set<(cause: Error) => void>();
  return {
    broken,
    breakOff: (cause) => {
      if (broken.aborted) return;
      breaking.abort(cause);
      socket.destroy();
      for (const giveUp of waiting) giveUp(cause);
    },
    settled: (what, ask) =>
      new Promise((resolve, reject) => {
        const fail = (error: unknown): void => reject(classifyFailure(error, what));
        if (broken.aborted) {
          reject(broken.reason as Error);
          return;
        }
        waiting.add(reject);
        try {
          ask((error, value) => {
            waiting.delete(reject);
            if (error) fail(error);
            else resolve(value);
          });
        } catch (error) {
          waiting.delete(reject);
          fail(error);
        }
      }),
  };
}
