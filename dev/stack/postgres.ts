import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { untilReady } from './ports';
import { type PostgresUser, dataFolder, postgresUser, programFolder } from './postgres-user';
import type { Processes } from './processes';

const run = promisify(execFile);

export interface PostgresOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly logFile: string;
  /** Settings beside ours, as `name=value`. */
  readonly settings: readonly string[];
}

const INITDB_FLAGS = [
  '--username=postgres',
  '--auth=password',
  '--encoding=UTF8',
  '--locale=C',
  '--no-sync',
  '--no-instructions',
];

/** Makes the cluster under another name first: half a one is never taken for one. */
async function initialise(programs: string, cluster: string, user: PostgresUser): Promise<void> {
  const draft = `${cluster}.draft`;
  const passwordFile = `${cluster}.password`;
  await rm(draft, { recursive: true, force: true });
  await writeFile(passwordFile, 'postgres\n');
  const flags = [...INITDB_FLAGS, `--pgdata=${draft}`, `--pwfile=${passwordFile}`];
  await run(join(programs, 'initdb'), flags, { ...user, cwd: '/' });
  await rename(draft, cluster);
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url });
  return client
    .connect()
    .then(() => client.end())
    .then(
      () => true,
      () => false,
    );
}

/** Starts Postgres on the loopback interface, on a new or a kept data folder, and says how its superuser reaches it. */
export async function startPostgres(processes: Processes, options: PostgresOptions): Promise<{ adminUrl: string }> {
  const user = postgresUser();
  const programs = programFolder(user, processes);
  const cluster = join(dataFolder(user, options.dataFolder), 'cluster');
  if (!existsSync(cluster)) await initialise(programs, cluster, user);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...options.settings,
  ];
  const server = await processes.start({
    name: 'Postgres',
    command: join(programs, 'postgres'),
    arguments: ['-D', cluster, '-p', String(options.port), ...settings.flatMap((each) => ['-c', each])],
    environment: { ...process.env, TZ: 'UTC' },
    folder: '/',
    logFile: options.logFile,
    ...(user ? { user } : {}),
    kind: 'server',
    // Its fast shutdown; SIGTERM would wait for clients that never leave.
    stopSignal: 'SIGINT',
    stopWithinMs: 5_000,
  });
  const adminUrl = `postgres://postgres:postgres@127.0.0.1:${options.port}/postgres`;
  await untilReady(server, () => answers(adminUrl));
  return { adminUrl };
}
