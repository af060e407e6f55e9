import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { DatabaseHandle } from '../../src/adapters/postgres/pool';

const EVERY_MS = 50;

export interface Probe {
  readonly queries: number;
  readonly longestMs: number;
}

/** Another user of the pool: asks for a connection again and again, and says how long its queries took, waiting included. */
export function watchPool({ db }: DatabaseHandle): { stop(): Promise<Probe> } {
  const over = new AbortController();
  const watching = (async (): Promise<Probe> => {
    const took: number[] = [];
    while (!over.signal.aborted) {
      const askedAt = performance.now();
      await sql`select 1`.execute(db);
      took.push(performance.now() - askedAt);
      await pause(EVERY_MS);
    }
    return { queries: took.length, longestMs: Math.max(...took) };
  })();
  return {
    stop: () => {
      over.abort();
      return watching;
    },
  };
}
