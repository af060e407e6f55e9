import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { runner } from 'node-pg-migrate';
import { Client } from 'pg';
import type { Database } from './schema';

const FOLDER = join(__dirname, 'migrations');
const TABLE = 'schema_migrations';

/** Thrown when this program and the database's schema do not fit; the message says what to do. */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch';
}

/** Brings the schema up to date in one transaction; needs the owner's URL. Migrations that run at once wait for each other. */
export async function migrate(url: string): Promise<readonly string[]> {
  const client = new Client({ connectionString: url, application_name: 'postroom migrate' });
  await client.connect();
  try {
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const done = await runner({
      dbClient: client,
      dir: FOLDER,
      direction: 'up',
      migrationsTable: TABLE,
      advisoryLockMode: 'wait',
      logger: silent,
    });
    return done.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function knownMigrations(): Promise<ReadonlySet<string>> {
  const files = await readdir(FOLDER);
  return new Set(files.filter((file) => file.endsWith('.sql')).map((file) => file.slice(0, -'.sql'.length)));
}

async function appliedMigrations(db: Database): Promise<ReadonlySet<string>> {
  const { rows: found } = await sql`select where to_regclass(${TABLE}) is not null`.execute(db);
  if (found.length === 0) return new Set();
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(TABLE)}`.execute(db);
  return new Set(rows.map(({ name }) => name));
}

/** A migration with such a name only adds: programs that do not know it yet go on while it is rolled out. */
const onlyExpands = (name: string): boolean => /^\d+_expand-/.test(name);

/** Throws SchemaMismatch when a migration is missing, or when a newer program's has changed what this one relies on. */
export async function assertSchema(db: Database): Promise<void> {
  const known = await knownMigrations();
  const applied = await appliedMigrations(db);
  const missing = [...known].filter((name) => !applied.has(name));
  const newer = [...applied].filter((name) => !known.has(name) && !onlyExpands(name));
  if (missing.length > 0) throw new SchemaMismatch(`The database lacks ${missing.join(', ')}: run the migrations`);
  if (newer.length > 0)
    throw new SchemaMismatch(`The database has ${newer.join(', ')}: this program is too old for it`);
}
