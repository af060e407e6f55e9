import { Connection } from '@temporalio/client';
import { searchAttributes } from '../../src/contract';
import { untilListening, untilReady } from './ports';
import type { Processes } from './processes';

export interface TemporalServerOptions {
  readonly program: string;
  readonly databaseFile: string;
  readonly port: number;
  /** Null runs it without the Web UI. */
  readonly uiPort: number | null;
  readonly namespaces: readonly string[];
  /** Flags beside ours. */
  readonly flags: readonly string[];
  readonly logFile: string;
}

const FLAG_TYPES = { KEYWORD: 'Keyword', INT: 'Int', DATETIME: 'Datetime' } as const;

const searchAttributeFlags = Object.values(searchAttributes).flatMap(({ name, type }) => [
  '--search-attribute',
  `${name}=${FLAG_TYPES[type]}`,
]);

/** As in docker/temporal-dynamic-config.yaml. */
export const DYNAMIC_CONFIG = { 'matching.enableFairness': true } as const;

const dynamicConfigFlags = Object.entries(DYNAMIC_CONFIG).flatMap(([name, value]) => [
  '--dynamic-config-value',
  `${name}=${value}`,
]);

async function knows(address: string, namespaces: readonly string[]): Promise<boolean> {
  const connection = await Connection.connect({ address, connectTimeout: '1s' }).catch(() => undefined);
  try {
    if (connection === undefined) return false;
    await Promise.all(namespaces.map((namespace) => connection.workflowService.describeNamespace({ namespace })));
    return true;
  } catch {
    return false;
  } finally {
    await connection?.close();
  }
}

/** Starts Temporal's development server on the loopback interface, with its database in a file. */
export async function startTemporal(
  processes: Processes,
  options: TemporalServerOptions,
): Promise<{ address: string }> {
  const pragmas = ['journal_mode=WAL', 'synchronous=OFF'].flatMap((pragma) => ['--sqlite-pragma', pragma]);
  const userInterface = options.uiPort === null ? ['--headless'] : ['--ui-port', String(options.uiPort)];
  const server = await processes.start({
    name: 'Temporal',
    command: options.program,
    arguments: [
      ...['server', 'start-dev', '--ip', '127.0.0.1', '--port', String(options.port), '--log-level', 'error'],
      ...['--db-filename', options.databaseFile, ...pragmas, ...userInterface],
      ...options.namespaces.flatMap((namespace) => ['--namespace', namespace]),
      ...searchAttributeFlags,
      ...dynamicConfigFlags,
      ...options.flags,
    ],
    environment: { ...process.env, TEMPORAL_CONFIG_FILE: '', TEMPORAL_ADDRESS: '', TEMPORAL_NAMESPACE: '' },
    folder: '/',
    logFile: options.logFile,
    kind: 'server',
    stopSignal: 'SIGTERM',
    stopWithinMs: 5_000,
  });
  const address = `127.0.0.1:${options.port}`;
  await untilListening(server, options.port);
  await untilReady(server, () => knows(address, options.namespaces));
  return { address };
}
