import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { servers } from './servers';

export const TEMPLATE_DATABASE = 'postroom_template';
/** Every role of the migrations has this password in tests. */
export const ROLE_PASSWORD = 'test';

export interface TestDatabase {
  /** Reaches it as its owner, whom nothing is forbidden. */
  readonly url: string;
  /** Reaches it with the rights of one process, such as `postroom_worker`. */
  urlAs: (role: string) => string;
  drop: () => Promise<void>;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: servers().postgresAdminUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** A database of its own for a test file: a copy of the migrated template. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE ${TEMPLATE_DATABASE}`);
  const url = new URL(servers().postgresAdminUrl);
  url.pathname = name;
  return {
    url: url.href,
    urlAs: (role) => {
      const as = new URL(url);
      as.username = role;
      as.password = ROLE_PASSWORD;
      return as.href;
    },
    drop: () => asAdmin(`DROP DATABASE ${name} WITH (FORCE)`),
  };
}
