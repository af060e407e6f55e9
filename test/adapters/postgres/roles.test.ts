import { sql } from 'kysely';
import { RIGHTS } from './rights';
import { type World, aCreatedLetter, aLetter, aPdf, aService, claimAll, openRun, openStores, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

async function rightsOf(role: string): Promise<Readonly<Record<string, string>>> {
  const { rows } = await sql<{ name: string; rights: string }>`
    select relname as name, concat(
      case when has_table_privilege(${role}, oid, 'select') then 's'
        when has_any_column_privilege(${role}, oid, 'select') then 'p' end,
      case when has_table_privilege(${role}, oid, 'insert') then 'i' end,
      case when has_table_privilege(${role}, oid, 'update') then 'u'
        when has_any_column_privilege(${role}, oid, 'update') then 'c' end,
      case when has_table_privilege(${role}, oid, 'delete') then 'd' end,
      case when has_table_privilege(${role}, oid, 'truncate') then 't' end,
      case when has_table_privilege(${role}, oid, 'trigger') then 'T' end
    ) as rights
    from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm')
    order by relname
  `.execute(world.db);
  return Object.fromEntries(rows.map(({ name, rights }) => [name, rights]));
}

test.each(Object.entries(RIGHTS))(
  '%s has the rights that are listed here, on every table, and no other',
  async (role, rights) => {
    expect(await rightsOf(role)).toEqual(rights);
  },
);

test('No role may pass row security, own a table, make roles or create anything', async () => {
  const { rows } = await sql<Record<string, boolean>>`
    select bool_or(rolbypassrls or rolsuper or rolcreaterole or rolcreatedb) as mighty,
      bool_or(has_schema_privilege(rolname, 'public', 'create')) as creating,
      bool_or(exists (select from pg_class where relowner = pg_roles.oid)) as owning
    from pg_roles where rolname like 'postroom\\_%'
  `.execute(world.db);
  expect(rows).toEqual([{ mighty: false, creating: false, owning: false }]);
});

test.each([
  ['postroom_api', {}],
  ['postroom_api', { role: 'postroom_operations' }],
  ['postroom_worker', {}],
  ['postroom_operator', {}],
])('%s (%j) cannot change a history', async (login, role) => {
  const as = openStores({ url: world.urlAs(login), ...role });
  for (const statement of [
    sql`update letter_events set status = 'delivered'`,
    sql`delete from letter_events`,
    sql`truncate letter_events`,
    sql`delete from letters`,
    sql`update template_versions set body = ''`,
    sql`delete from templates`,
    sql`update batch_acts set actor = 'nobody'`,
    sql`delete from batch_acts`,
  ]) {
    await expect(statement.execute(as.db)).rejects.toThrow(/permission denied/);
  }
  await as.close();
});

test.each(['postroom_api', 'postroom_operations'])(
  '%s cannot read what opens an endpoint, sealed as it is',
  async (role) => {
    const { rows } = await sql<{ name: string }>`
    select attname as name from pg_attribute
    where attrelid = 'callback_endpoints'::regclass and attnum > 0 and not attisdropped
      and has_column_privilege(${role}, attrelid, attnum, 'select')
    order by attname
  `.execute(world.db);
    expect(rows.map(({ name }) => name)).toEqual(['service_id', 'statuses', 'stopped_at']);
  },
);

test('The API accepts a letter, which its service is to hear of, the worker prepares and claims it, the operator sees it: each with its own rights', async () => {
  const operator = openStores({ url: world.urlAs('postroom_operator') });
  const api = openStores({ url: world.urlAs('postroom_api') });
  const worker = openStores({ url: world.urlAs('postroom_worker') });
  const service = await aService(operator);
  const letter = aLetter(service);
  await sql`insert into callback_endpoints (service_id, url, sealed_bearer_token, statuses) values (${service}, 'https://a.example', 'x', '{pending-virus-check}')`.execute(
    operator.db,
  );
  await api.letters.accept(letter);
  expect((await sql`select sequence from callbacks`.execute(worker.db)).rows).toEqual([{ sequence: 1 }]);
  await worker.letters.prepared(letter.id, aPdf(letter));
  const withdrawn = await aCreatedLetter(world, service);
  expect(await api.letters.withdraw(service, withdrawn.id, 'no marker')).toBe(true);
  const [batch] = await claimAll(worker, await openRun(worker));
  expect(await operator.letters.search(letter.reference)).toMatchObject([{ batchId: batch?.id }]);
  await Promise.all([operator.close(), api.close(), worker.close()]);
});
