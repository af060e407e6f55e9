import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDatabase } from '../../dev/stack/database';
import { freePort } from '../../dev/stack/ports';
import { keepProcesses } from '../../dev/stack/processes';
import { startReceiver } from '../../test/support/receiver';
import { tableOf } from '../table';
import { type Way, openScene } from './scene';
import { type Probe, watchPool } from './watch-pool';

export interface CallbackBenchOptions {
  readonly callbacks: number;
  /** How long each call takes. */
  readonly seconds: number;
  readonly connections: number;
}

/** What the design promises: all of them in about the time of one, and no other query waits longer than this. */
const MOST_TIMES_ONE = 1.25;
const MOST_WAIT_MS = 1_000;

const WAYS: Record<Way, string> = {
  pages: 'database first, then HTTP (ours)',
  held: 'a connection held through each call',
};

interface Measured extends Probe {
  readonly way: Way;
  readonly seconds: number;
}

/**
 * Sends callbacks to a service that takes its time over each, through a small pool of connections, while another query asks
 * for one of them again and again; then the same as it is often done. Prints what both took. True when the promise is kept.
 */
export async function benchCallbacks({ callbacks, seconds, connections }: CallbackBenchOptions): Promise<boolean> {
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const processes = await keepProcesses();
  const receiver = await startReceiver();
  receiver.always({ kind: 'status', status: 200, delayMs: seconds * 1_000 });
  try {
    const folder = await mkdtemp(join(tmpdir(), 'postroom-bench-'));
    processes.removeAtEnd(folder);
    const url = await startDatabase(processes, {
      dataFolder: join(folder, 'postgres'),
      port: await freePort(),
      logFile: join(folder, 'postgres.log'),
      secrets: { rolePassword: 'bench', sealingKey: '' },
    });
    const measured: Measured[] = [];
    for (const way of ['pages', 'held'] as const) {
      say(`${callbacks} callbacks of ${seconds} s each, ${connections} connections: ${WAYS[way]} …`);
      const scene = await openScene({ url, connections, receiverUrl: receiver.url, callbacks });
      const watch = watchPool(scene.pool);
      const startedAt = performance.now();
      await scene.send(way);
      const took = (performance.now() - startedAt) / 1_000;
      measured.push({ way, seconds: took, ...(await watch.stop()) });
      await scene.close();
    }
    return report(measured, seconds);
  } finally {
    await receiver.close();
    await processes.end();
  }
}

function report(measured: readonly Measured[], secondsOfOne: number): boolean {
  const rows = measured.map(({ way, seconds, queries, longestMs }) => [
    WAYS[way],
    seconds.toFixed(1),
    (seconds / secondsOfOne).toFixed(2),
    String(queries),
    longestMs.toFixed(0),
  ]);
  process.stdout.write(tableOf(['way', 'seconds', 'times one call', 'other queries', 'longest of them took ms'], rows));
  const ours = measured.find(({ way }) => way === 'pages');
  const kept = ours !== undefined && ours.seconds <= MOST_TIMES_ONE * secondsOfOne && ours.longestMs <= MOST_WAIT_MS;
  process.stdout.write(
    `${kept ? 'Within' : 'NOT within'} ${MOST_TIMES_ONE} times one call, and ${MOST_WAIT_MS} ms for other queries.\n`,
  );
  return kept;
}
