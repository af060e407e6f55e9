/** The wall behind each query's own condition: a query that forgot it sees and changes no other service's rows. */
import { sql } from 'kysely';
import type { Database } from '../../../src/adapters/postgres/schema';
import { withService } from '../../../src/adapters/postgres/with-service';
import type { ServiceId } from '../../../src/domain/letter';
import {
  type Stores,
  type World,
  aCreatedLetter,
  aHash,
  aLetter,
  aService,
  aTemplateOf,
  openStores,
  openWorld,
} from './world';

let world: World;
let api: Stores;
let ours: ServiceId;
let theirs: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  api = openStores({ url: world.urlAs('postroom_api') });
  [ours, theirs] = [await aService(world), await aService(world, 'Visas')];
  for (const service of [ours, theirs]) await aRowInEachTable(service);
});
afterAll(async () => {
  await api.close();
  await world.close();
});

async function aRowInEachTable(service: ServiceId): Promise<void> {
  await world.services.createKey(service, { name: 'key', kind: 'live' });
  await sql`insert into callback_endpoints (service_id, url, sealed_bearer_token, statuses) values (${service}, 'https://x', 'x', '{created}')`.execute(
    world.db,
  );
  await aCreatedLetter(world, service);
  await world.templates.create(aTemplateOf(service));
  const first = { key: aHash(), body: aHash(), answer: '{}', marker: '{}' };
  await world.letters.accept(aLetter(service), { dailyLimit: 1, first });
  await sql`insert into rate_buckets values (${service}, 'live', 1, now())`.execute(world.db);
}

/** Every table that says whose its rows are, and the column that says it. */
async function tablesOfServices(): Promise<readonly { readonly name: string; readonly column: string }[]> {
  const { rows } = await sql<{ name: string; column: string }>`
    select relname as name, attname as column
    from pg_class join pg_attribute on attrelid = pg_class.oid
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not attisdropped
      and (attname = 'service_id' or (relname = 'services' and attname = 'id'))
    order by relname
  `.execute(world.db);
  return rows;
}

const countOf = async (db: Database, table: string) => {
  const { rows } = await sql<{ count: number }>`select count(*) from ${sql.table(table)}`.execute(db);
  return rows[0]?.count ?? 0;
};

test('Every table with rows of services has forced row security, with a policy for each role and the owner', async () => {
  const { rows } = await sql<{ name: string; forced: boolean; policies: string[] }>`
    select relname as name, relrowsecurity and relforcerowsecurity as forced, array(
      select format('%s: %s, %s', (select string_agg(rolname, ' ' order by rolname) from pg_roles where oid = any (polroles)),
        pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
      from pg_policy where polrelid = pg_class.oid order by polname
    ) as policies
    from pg_class where relnamespace = 'public'::regnamespace
  `.execute(world.db);
  const owner = new URL(world.url).username;
  const all = [owner, 'postroom_operations', 'postroom_operator', 'postroom_worker'].sort().join(' ');
  for (const { name, column } of await tablesOfServices()) {
    const rule = `(${column} = current_service_id())`;
    expect(rows.find((row) => row.name === name)).toEqual({
      name,
      forced: true,
      policies: [`${all}: true, true`, `postroom_api: ${rule}, ${rule}`],
    });
  }
});

test('The API’s role gets no right from the role of the operators’ routes unless it puts it on', async () => {
  const { rows } = await sql`
    select pg_has_role('postroom_api', 'postroom_operations', 'usage') as inherits,
      array(select roleid::regrole::text from pg_auth_members where member = 'postroom_api'::regrole) as member_of
  `.execute(world.db);
  expect(rows).toEqual([{ inherits: false, member_of: ['postroom_operations'] }]);
});

/** What the API’s role may read, by the catalogue: a new table comes by itself. */
async function readableTables() {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_any_column_privilege('postroom_api', oid, 'select')
  `.execute(world.db);
  const readable = rows.map(({ name }) => name);
  return (await tablesOfServices()).filter(({ name }) => readable.includes(name));
}

test('A query of the API that forgot its condition finds the rows of its own service, and nothing where none is named', async () => {
  const tables = await readableTables();
  expect(tables.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['api_keys', 'callback_endpoints', 'letters', 'services']),
  );
  for (const { name, column } of tables) {
    expect([name, await countOf(api.db, name)]).toEqual([name, 0]);
    const seen = await withService(api.db, ours, async (transaction) => {
      const { rows } = await sql<{
        owner: string;
      }>`select distinct ${sql.ref(column)} as owner from ${sql.table(name)}`.execute(transaction);
      return rows.map(({ owner }) => owner);
    });
    expect([name, seen]).toEqual([name, [ours]]);
    expect([name, await countOf(world.db, name)]).not.toEqual([
      name,
      await withService(api.db, ours, (transaction) => countOf(transaction, name)),
    ]);
  }
});

test('A change of the API that forgot its condition changes no other service’s rows', async () => {
  await withService(api.db, ours, async (transaction) => {
    await sql`update daily_counts set letters = 7`.execute(transaction);
    await sql`update letters set failure = 'changed'`.execute(transaction);
    await sql`delete from idempotency_keys`.execute(transaction);
  });
  const { rows } = await sql`
    select service_id,
      (select letters from daily_counts where daily_counts.service_id = letters.service_id) as counted,
      (select count(*) from idempotency_keys where idempotency_keys.service_id = letters.service_id) as keys,
      count(failure) as changed
    from letters group by service_id
  `.execute(world.db);
  expect(rows).toHaveLength(2);
  expect(rows).toContainEqual({ service_id: ours, counted: 7, keys: 0, changed: 2 });
  expect(rows).toContainEqual({ service_id: theirs, counted: 1, keys: 1, changed: 0 });
});

test('The API writes no row in another service’s name, nor in any while none is named', async () => {
  const letter = aLetter(theirs);
  const insert = (db: Database) =>
    sql`
    insert into letters (id, service_id, reference, key_kind, status, sequence, last_hash, postage, print_day, incoming_key, incoming_sha256,
      incoming_bytes, created_at)
    values (${letter.id}, ${theirs}, ${letter.reference}, 'live', 'pending-virus-check', 1, ${aHash()}, 'second', ${letter.printDay}, 'x',
      ${aHash()}, 1, now())
  `.execute(db);
  await expect(withService(api.db, ours, insert)).rejects.toThrow(/row-level security/);
  await expect(insert(api.db)).rejects.toThrow(/row-level security/);
});
