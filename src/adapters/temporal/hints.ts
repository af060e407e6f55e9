import { setTimeout as pause } from 'node:timers/promises';

/** Hints to workflows: at most one each interval for a target, best effort. */
export interface Hints<Target> {
  /** Resolves when a hint that covers this one has gone out, or has failed; never rejects. */
  send(target: Target): Promise<void>;
  /** Sends at once what waits for its turn. */
  close(): Promise<void>;
}

/**
 * The first hint of a target goes out at once. Later ones join the one that waits for the next turn, so that the last
 * change is always told, however many there were: a hint that fell out would leave a batch waiting until its deadline.
 */
export function createHints<Target>(everyMs: number, signal: (target: Target) => Promise<unknown>): Hints<Target> {
  const waiting = new Map<Target, Promise<void>>();
  const turns = new Map<Target, Promise<void>>();
  const closing = new AbortController();

  async function restFor(target: Target): Promise<void> {
    await pause(everyMs, undefined, { signal: closing.signal, ref: false }).catch(() => undefined);
    turns.delete(target);
  }

  async function sendInTurn(target: Target): Promise<void> {
    await turns.get(target);
    waiting.delete(target);
    const sent = signal(target).then(nothing, nothing);
    turns.set(
      target,
      sent.then(() => restFor(target)),
    );
    await sent;
  }

  return {
    send(target) {
      const known = waiting.get(target);
      if (known) return known;
      const hint = sendInTurn(target);
      waiting.set(target, hint);
      return hint;
    },
    async close() {
      closing.abort();
      await Promise.all([...waiting.values(), ...turns.values()]);
    },
  };
}

const nothing = () => undefined;
