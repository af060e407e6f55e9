import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';

const MOST_BYTES = 256 * 1024 * 1024;

/** Each row of each table as text: what a dump holds, where no `pg_dump` of the server's version is at hand. */
async function rowsOf(url: string): Promise<string> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      "select quote_ident(table_name) as name from information_schema.tables where table_schema = 'public'",
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      lines.push(`-- ${name}`, ...rows.map(({ row }) => row));
    }
    return lines.join('\n');
  } finally {
    await client.end();
  }
}

/** The whole database as text. */
export async function dumpOf(url: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('pg_dump', ['--dbname', url], { maxBuffer: MOST_BYTES });
    return stdout;
  } catch {
    return rowsOf(url);
  }
}
