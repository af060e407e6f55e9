import { setTimeout as delay } from 'node:timers/promises';
import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient, sql } from 'kysely';
import { Pool, type PoolClient, TypeOverrides, types } from 'pg';
import type { Database, Tables } from './schema';

/** Thrown when all connections stayed taken for as long as a caller may wait: fail loudly rather than queue for ever. */
export class DatabasePoolExhausted extends Error {
  override readonly name = 'DatabasePoolExhausted';
  constructor(
    readonly connections: number,
    readonly waitedMs: number,
  ) {
    super(`None of ${connections} database connections came free within ${waitedMs} ms`);
  }
}

export interface DatabaseOptions {
  readonly url: string;
  /** A role that every connection puts on; without one it keeps that of its login. */
  readonly role?: string;
  /** The process's name, as `pg_stat_activity` shows it. */
  readonly applicationName?: string;
  /** Connections at most. */
  readonly max?: number;
  /** How long a caller waits for a connection. */
  readonly waitMs?: number;
  /** The longest a statement may run: more than the claim of a full batch or the count of a million letters takes. */
  readonly statementMs?: number;
  /** How much longer the answer may take before the connection counts as dead. */
  readonly silenceMs?: number;
  /** Hears of callers that waited in vain, and of connections that broke while idle; the pool replaces those by itself. */
  readonly log?: { warn(fields: object, message: string): void };
  /** For metrics: a caller waited in vain. */
  readonly onExhausted?: () => void;
}

export interface DatabaseHandle {
  readonly db: Database;
  /** True when the database answers within two seconds. */
  healthy(): Promise<boolean>;
  /** For metrics. */
  connections(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

const HEALTHY_WITHIN_MS = 2_000;

/** Days stay the text they are, and counts are numbers: none of ours comes near 2^53. */
function postroomTypes(): TypeOverrides {
  const overrides = new TypeOverrides();
  overrides.setTypeParser(types.builtins.DATE, (day) => day);
  overrides.setTypeParser(types.builtins.INT8, Number);
  return overrides;
}

/** What opens a transaction. */
const OPENING = /^begin\b/;
const NOTHING = { command: 'SELECT', rowCount: 0, rows: [] } as const;

/**
 * What opens a transaction is sent and not awaited: where it fails, so does each statement behind it. A connection on which an answer
 * never came is closed: pg would send the next statements into the same silence.
 */
function asWeUseIt(client: PoolClient): PostgresPoolClient {
  let silence: Error | undefined;
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (silence) throw silence;
    if (OPENING.test(text)) {
      client.query(text).catch(() => undefined);
      return NOTHING;
    }
    try {
      return await client.query(text, [...parameters]);
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') silence = error;
      throw error;
    }
  };
  // The other form of `query` takes a cursor, which kysely uses only where it was given one.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release(silence) };
}

function boundedPool(pool: Pool, exhausted: () => DatabasePoolExhausted): PostgresPool {
  const connect = async () => {
    try {
      return asWeUseIt(await pool.connect());
    } catch (error) {
      const waited = error instanceof Error && error.message === 'timeout exceeded when trying to connect';
      throw waited ? exhausted() : error;
    }
  };
  return { connect, end: () => pool.end() };
}

/** A bounded pool; each process, and each job that wants its own, makes one and closes it. */
export function createDatabase(options: DatabaseOptions): DatabaseHandle {
  const { url, applicationName = 'postroom', max = 15, waitMs = 30_000, statementMs = 60_000 } = options;
  const { silenceMs = 5_000, log, onExhausted, role } = options;
  const pool = new Pool({
    connectionString: url,
    application_name: applicationName,
    max,
    connectionTimeoutMillis: waitMs,
    statement_timeout: statementMs,
    // A frozen process must not keep letters locked.
    idle_in_transaction_session_timeout: statementMs,
    query_timeout: statementMs + silenceMs,
    keepAlive: true,
    pipeline: true, // what opens a transaction travels with its first statement
    types: postroomTypes(),
    ...(role === undefined ? {} : { options: `-c role=${role}` }),
  });
  // One that breaks in somebody's hands fails his next statement; without a listener it would end the process.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', (error) => log?.warn({ err: error }, 'An idle database connection broke'));
  const exhausted = () => {
    const error = new DatabasePoolExhausted(max, waitMs);
    log?.warn({ err: error }, error.message);
    onExhausted?.();
    return error;
  };
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: boundedPool(pool, exhausted) }) });
  const answers = () =>
    sql`select 1`.execute(db).then(
      () => true,
      () => false,
    );
  return {
    db,
    healthy: () => Promise.race([answers(), delay(HEALTHY_WITHIN_MS, false, { ref: false })]),
    connections: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => db.destroy(),
  };
}
