import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'pg';
import type { Stack } from '../../dev/stack/start-stack';

const LOOK_MS = 500;
const WAITING = `letters where status = 'pending-virus-check'`;

export interface Evening {
  /** Letters that wait for *prepare*. */
  waiting(): Promise<number>;
  /** Resolves when no letter waits for *prepare*. */
  untilPrepared(): Promise<void>;
  /** Starts a run of all that was accepted until now; resolves when the printer has its zips. */
  printRun(): Promise<{ readonly letters: number }>;
}

/** What goes on beside the load. The service may send as much as it likes. */
export async function anEvening({ state }: Stack): Promise<Evening> {
  const pool = new Pool({ connectionString: state.postgresUrl, max: 1 });
  await pool.query('update services set rate_limit = 100000, daily_limit = 1000000');
  await pool.end();
  const count = async (condition: string): Promise<number> => {
    const one = new Pool({ connectionString: state.postgresUrl, max: 1 });
    const { rows } = await one.query<{ count: string }>(`select count(*) from ${condition}`);
    await one.end();
    return Number(rows[0]?.count);
  };
  const until = async (condition: string): Promise<void> => {
    while ((await count(condition)) > 0) await pause(LOOK_MS);
  };
  return {
    waiting: () => count(WAITING),
    untilPrepared: () => until(WAITING),
    async printRun() {
      const answer = await fetch(`${state.apiUrl}/operations/print-runs`, {
        method: 'POST',
        headers: { authorization: `Bearer ${state.operator.token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ cut_off: 'now', reason: 'bench' }),
      });
      if (answer.status !== 201) throw new Error(`The run was not started: ${await answer.text()}`);
      await until(`print_runs where state <> 'dispatched'`);
      await until(`batches where published_at is null and state not in ('empty', 'abandoned')`);
      return { letters: await count('batch_letters') };
    },
  };
}
