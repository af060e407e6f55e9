import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const MOST_BYTES = 256 * 1024 * 1024;

/** `18` of `pg_dump (PostgreSQL) 18.4`; none where there is no such program. */
const programVersion = (): Promise<string> =>
  run('pg_dump', ['--version']).then(
    ({ stdout }) => /\) (\d+)/.exec(stdout)?.[1] ?? 'none',
    () => 'none',
  );

/** Every row of every table as text. */
async function rowsOf(client: Client): Promise<string> {
  const { rows: tables } = await client.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables
    where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const lines: string[] = [];
  for (const { name } of tables) {
    const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
    lines.push(`-- ${name}`, ...rows.map(({ row }) => row));
  }
  return lines.join('\n');
}

/**
 * The whole database as text; the first line says how it was made. pg_dump refuses servers newer than itself, and the Postgres that
 * the tests bring along has none, so it serves only where PATH has one of the server's own version (or a newer one).
 */
export async function dumpOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<{ version: string }>("select current_setting('server_version_num') as version");
    const server = Math.floor(Number(rows[0]?.version) / 10_000);
    const program = await programVersion();
    if (Number(program) >= server) {
      const { stdout } = await run('pg_dump', ['--dbname', url], { maxBuffer: MOST_BYTES });
      return `-- by pg_dump ${program} of Postgres ${server}\n${stdout}`;
    }
    return `-- row by row of Postgres ${server}; version of pg_dump: ${program}\n${await rowsOf(client)}`;
  } finally {
    await client.end();
  }
}
