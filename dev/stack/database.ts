import { Client } from 'pg';
import { migrate } from '../../src/adapters/postgres/migrate';
import { startPostgres } from './postgres';
import type { Processes } from './processes';
import type { StackSecrets } from './secrets';

const DATABASE = 'postroom';
const ROLES = ['postroom_api', 'postroom_worker', 'postroom_operator'];

export interface DatabaseOptions {
  readonly dataFolder: string;
  readonly port: number;
  readonly logFile: string;
  readonly secrets: StackSecrets;
}

/** Starts Postgres with a schema that is up to date and roles that can log in. Answers with the owner's URL. */
export async function startDatabase(processes: Processes, options: DatabaseOptions): Promise<string> {
  // A laptop that loses power may lose its last second of letters, never its database.
  const settings = ['synchronous_commit=off'];
  const { adminUrl } = await startPostgres(processes, { ...options, settings });
  const url = new URL(adminUrl);
  url.pathname = DATABASE;
  const admin = new Client({ connectionString: adminUrl });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [DATABASE]);
    if (rowCount === 0) await admin.query(`CREATE DATABASE ${DATABASE}`);
    await migrate(url.href);
    const password = admin.escapeLiteral(options.secrets.rolePassword);
    for (const role of ROLES) await admin.query(`ALTER ROLE ${role} PASSWORD ${password}`);
  } finally {
    await admin.end();
  }
  return url.href;
}
