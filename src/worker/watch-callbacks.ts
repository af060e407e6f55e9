import { setTimeout as delay } from 'node:timers/promises';
import type { ActivityDependencies } from '../activities/dependencies';
import type { Config } from '../config';

/** Statuses are written by every process; whoever looks into the outbox hears of all of them. */
const LOOK_EVERY_MS = 2_000;

type Dependencies = Pick<ActivityDependencies, 'callbacks' | 'workflows' | 'log'>;

/**
 * While a worker sends callbacks, it hints the drains of services with callbacks that nobody has tried yet. A look that
 * fails is followed by the next; a lost hint by another.
 */
export function watchCallbacks(
  { callbacks, workflows, log }: Dependencies,
  { queues }: Config['worker'],
  everyMs = LOOK_EVERY_MS,
): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function look(): Promise<void> {
    try {
      await workflows.hintCallbacks(await callbacks.untried());
    } catch (error) {
      log.error({ error: String(error) }, 'the outbox of callbacks was not looked into, the next look comes soon');
    }
  }

  async function watch(): Promise<void> {
    while (!signal.aborted) {
      await look();
      await delay(everyMs, undefined, { signal }).catch(() => undefined);
    }
  }

  const watching = queues.includes('letters-callbacks') ? watch() : Promise.resolve();
  return {
    stop: () => {
      stopping.abort();
      return watching;
    },
  };
}
