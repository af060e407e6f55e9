import { sql } from 'kysely';
import type { Database } from '../../../src/adapters/postgres/schema';
import { withService } from '../../../src/adapters/postgres/with-service';
import { type World, aService, openStores, openWorld } from './world';

let world: World;
beforeAll(async () => {
  world = await openWorld();
});
afterAll(() => world.close());

const named = async (db: Database) => {
  const { rows } = await sql<{ name: string | null }>`select current_setting('app.service_id', true) as name`.execute(
    db,
  );
  return rows[0]?.name ?? '';
};

test('What a tenant causes runs under the name of its service, which the connection forgets at the end', async () => {
  const single = openStores({ url: world.url, max: 1 });
  const service = await aService(single);
  expect(await withService(single.db, service, named)).toBe(service);
  expect(await named(single.db)).toBe('');
  await expect(withService(single.db, service, () => Promise.reject(new Error('broken off')))).rejects.toThrow(
    'broken',
  );
  expect(await named(single.db)).toBe('');
  await single.close();
});
