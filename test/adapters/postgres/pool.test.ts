import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { once } from 'node:events';
import { sql } from 'kysely';
import { DatabasePoolExhausted, createDatabase } from '../../../src/adapters/postgres/pool';
import { eventually } from '../../support/eventually';
import { type World, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const now = sql<{ one: number }>`select 1 as one`;

test('Row 14: who finds no free connection in time is told so by name, and the pool serves on', async () => {
  const log = { warn: jest.fn() };
  const onExhausted = jest.fn();
  const database = createDatabase({ url: world.url, max: 2, waitMs: 1_000, log, onExhausted });
  const { db } = database;
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const holders = [1, 2].map(() => db.connection().execute(() => finished));
  await eventually(() => database.connections().total === 2);
  const refusal = await now.execute(db).catch((error: unknown) => error);
  expect(refusal).toBeInstanceOf(DatabasePoolExhausted);
  expect(refusal).toMatchObject({ name: 'DatabasePoolExhausted', connections: 2, waitedMs: 1_000 });
  expect(onExhausted).toHaveBeenCalledTimes(1);
  expect(log.warn).toHaveBeenCalledWith({ err: refusal }, 'None of 2 database connections came free within 1000 ms');
  finish();
  await Promise.all(holders);
  expect((await now.execute(db)).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test('Row 14: a hundred callers share at most fifteen connections', async () => {
  const database = createDatabase({ url: world.url });
  await Promise.all(Array.from({ length: 100 }, () => sql`select pg_sleep(0.005)`.execute(database.db)));
  expect(database.connections()).toEqual({ total: 15, idle: 15, waiting: 0 });
  await database.close();
});

test('A connection that breaks while idle is replaced, and the process lives', async () => {
  const warnings: unknown[] = [];
  const log = { warn: (fields: object) => void warnings.push(fields) };
  const database = createDatabase({ url: world.url, applicationName: 'idle-breaks', log });
  await now.execute(database.db);
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'idle-breaks'`.execute(
    world.db,
  );
  await eventually(() => warnings.length > 0);
  expect((await now.execute(database.db)).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test('A transaction whose opening is refused does nothing, although nobody waited for the refusal', async () => {
  const database = createDatabase({ url: world.url, max: 1 });
  await database.db.connection().execute(async (connection) => {
    await sql`begin; select 1 / 0`.execute(connection);
    await expect(now.execute(connection)).rejects.toThrow(/current transaction is aborted/);
    await sql`rollback`.execute(connection);
  });
  expect((await now.execute(database.db)).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test('A connection that breaks within a transaction fails that transaction, and the process lives', async () => {
  const database = createDatabase({ url: world.url, applicationName: 'transaction-breaks' });
  const broken = database.db.transaction().execute(async (transaction) => {
    await now.execute(transaction);
    await sql`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'transaction-breaks'`.execute(
      world.db,
    );
    await eventually(() => now.execute(transaction).then(undefined, () => true));
    await now.execute(transaction);
  });
  await expect(broken).rejects.toThrow();
  expect((await now.execute(database.db)).rows).toEqual([{ one: 1 }]);
  await database.close();
});

test('A statement that runs too long is broken off by the server', async () => {
  const database = createDatabase({ url: world.url, statementMs: 50 });
  await expect(sql`select pg_sleep(10)`.execute(database.db)).rejects.toThrow(/statement timeout/);
  await database.close();
});

test('Days come back as the text they are, and counts and sums as numbers', async () => {
  const { rows } = await sql`select date '2026-03-29' as day, count(*) as count, 5000000000::bigint as bytes`.execute(
    world.db,
  );
  expect(rows).toEqual([{ day: '2026-03-29', count: 1, bytes: 5_000_000_000 }]);
});

/** A way to the database that can fall silent, as a network does when it is cut without a word. */
async function silenceable(url: string) {
  const target = new URL(url);
  const { hostname, port } = target;
  let silent = false;
  const sockets: Socket[] = [];
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.push(from);
      from.on('data', (bytes) => silent || to.write(bytes));
      from.on('close', () => silent || to.destroy());
      from.on('error', () => undefined);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target.port = String((server.address() as AddressInfo).port);
  return {
    url: target.href,
    fallSilent: () => {
      silent = true;
    },
    speakAgain: () => {
      silent = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

test('A connection that went silent is given up, in the middle of a transaction too, and never used again', async () => {
  const network = await silenceable(world.url);
  const database = createDatabase({ url: network.url, max: 1, statementMs: 200, silenceMs: 100 });
  await now.execute(database.db);
  expect(await database.healthy()).toBe(true);
  const cut = database.db.transaction().execute(async (transaction) => {
    await now.execute(transaction);
    network.fallSilent();
    await now.execute(transaction);
  });
  await expect(cut).rejects.toThrow('Query read timeout');
  network.speakAgain();
  expect((await now.execute(database.db)).rows).toEqual([{ one: 1 }]);
  await database.close();
  await network.close();
});

test('A database that does not answer is not healthy, and the question ends in time', async () => {
  const network = await silenceable(world.url);
  const database = createDatabase({ url: network.url, statementMs: 5_000 });
  await now.execute(database.db);
  network.fallSilent();
  expect(await database.healthy()).toBe(false);
  await network.close();
  await database.close();
});
