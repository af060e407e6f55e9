import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { Client } from 'pg';
import { SchemaMismatch, assertSchema, migrate } from '../../../src/adapters/postgres/migrate';
import { servers } from '../../support/servers';
import { type World, aCreatedLetter, aService, openStores, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function query(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
}

const admin = (statement: string) => query(servers().postgresAdminUrl, statement);
const migrations = (statement: string) => query(world.url, statement);

test('A database that is up to date has nothing to migrate', async () => {
  expect(await migrate(world.url)).toEqual([]);
  await assertSchema(world.db);
});

test('Several databases of one cluster are migrated at once, each of them twice at once', async () => {
  const names = Array.from({ length: 3 }, () => `test_${randomBytes(6).toString('hex')}`);
  const urls = names.map((name) => new URL(`/${name}`, servers().postgresAdminUrl).href);
  for (const name of names) await admin(`create database ${name}`);
  const done = await Promise.all(urls.flatMap((url) => [migrate(url), migrate(url)]));
  for (const index of [0, 2, 4]) expect([...(done[index] ?? []), ...(done[index + 1] ?? [])]).toContain('0001_words');
  for (const url of urls) {
    const stores = openStores({ url });
    await assertSchema(stores.db);
    await stores.close();
  }
  for (const name of names) await admin(`drop database ${name}`);
});

test('An owner without further rights migrates, and row security hides no row from it, nor from a dump that it makes', async () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(`create role ${name} login password 'test'`);
  await admin(`create database ${name} owner ${name}`);
  const url = new URL(`/${name}`, servers().postgresAdminUrl);
  url.username = name;
  url.password = 'test';
  await migrate(url.href);
  const owner = openStores({ url: url.href });
  const service = await aService(owner);
  await aCreatedLetter(owner, service);
  await sql`update letters set failure = null`.execute(owner.db);
  await expect(sql`select from letters`.execute(owner.db)).resolves.toMatchObject({ rows: [{}] });
  // As pg_dump reads: with row security off it is told that rows would be missing, with --enable-row-security it has all of them.
  const rows = owner.db.connection().execute(async (connection) => {
    await sql`set row_security = off`.execute(connection);
    return sql`select from letters`.execute(connection);
  });
  await expect(rows).rejects.toThrow(/row-level security/);
  await owner.close();
  await admin(`drop database ${name}`);
  await admin(`drop role ${name}`);
});

test('A program refuses a database that was never migrated, and says what to do', async () => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await admin(`create database ${name}`);
  const stores = openStores({ url: new URL(`/${name}`, servers().postgresAdminUrl).href });
  await expect(assertSchema(stores.db)).rejects.toThrow(/lacks 0001_words, .*: run the migrations/);
  await stores.close();
  await admin(`drop database ${name}`);
});

test('A program refuses a schema that lacks a migration', async () => {
  await migrations(`update schema_migrations set name = '0000_' where name = '0006_tickets'`);
  await expect(assertSchema(world.db)).rejects.toThrow(SchemaMismatch);
  await expect(assertSchema(world.db)).rejects.toThrow(/lacks 0006_tickets/);
  await migrations(`update schema_migrations set name = '0006_tickets' where name = '0000_'`);
});

test('A program refuses the schema of a newer one, unless what is new only adds to it', async () => {
  await migrations(`insert into schema_migrations (name, run_on) values ('9998_expand-templates', now())`);
  await assertSchema(world.db);
  await migrations(`insert into schema_migrations (name, run_on) values ('9999_contract-letters', now())`);
  await expect(assertSchema(world.db)).rejects.toThrow(/has 9999_contract-letters: this program is too old/);
  await migrations(`delete from schema_migrations where name like '999%'`);
});
