import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { parseServiceId } from '../../../src/domain/letter';
import { type Stores, type World, aHold, aLetterId, aService, openStores, openWorld } from './world';

let world: World;
let operator: Stores;
beforeAll(async () => {
  world = await openWorld();
  operator = openStores({ url: world.urlAs('postroom_operator') });
});
afterAll(async () => {
  await operator.close();
  await world.close();
});
beforeEach(async () => {
  for (const { id } of await world.holds.standing()) await world.holds.lift(id, { actor: 'jo', reason: 'next test' });
});

test('A hold says who, why and since when, and who lifted it and why', async () => {
  const serviceId = await aService(world);
  const { kind, hold } = await operator.holds.place(aHold({ serviceId, postage: 'first' }));
  expect(kind).toBe('placed');
  expect(hold).toMatchObject({ serviceId, postage: 'first', actor: 'jo', reason: 'wrong leaflet', liftedAt: null });
  expect(await operator.holds.standing()).toEqual([hold]);
  expect(await operator.holds.lift(hold.id, { actor: 'kim', reason: 'it is clear' })).toEqual({
    kind: 'lifted',
    hold: { ...hold, liftedAt: expect.any(Date) as Date, liftedBy: 'kim', liftReason: 'it is clear' },
  });
  expect(await operator.holds.standing()).toEqual([]);
});

test('The same hold twice is the one that stands; others beside it are holds of their own', async () => {
  const serviceId = await aService(world);
  const { hold } = await operator.holds.place(aHold({ serviceId }));
  expect(await operator.holds.place(aHold({ serviceId, actor: 'kim' }))).toEqual({ kind: 'standing', hold });
  expect(await operator.holds.place(aHold({ serviceId, postage: 'second' }))).toMatchObject({ kind: 'placed' });
  expect(await operator.holds.place(aHold({ postage: 'second' }))).toMatchObject({ kind: 'placed' });
  expect(await operator.holds.standing()).toHaveLength(3);
});

test('Twenty operators who place and lift the same hold at once leave one story for each hold', async () => {
  const asked = aHold({ postage: 'europe' });
  const placed = await Promise.all(Array.from({ length: 20 }, () => operator.holds.place(asked)));
  expect(placed.filter(({ kind }) => kind === 'placed')).toHaveLength(1);
  const id = placed[0]?.hold.id ?? 0;
  const lifts = await Promise.all(
    Array.from({ length: 20 }, (_, index) => operator.holds.lift(id, { actor: `operator ${index}`, reason: 'clear' })),
  );
  const [winner, ...more] = lifts.filter((lift) => lift?.kind === 'lifted');
  expect(more).toEqual([]);
  for (const lift of lifts) expect(lift?.hold).toEqual(winner?.hold);
});

test('A hold that is lifted can be placed anew, and what is no hold or no service is told', async () => {
  const { hold } = await operator.holds.place(aHold({ postage: 'europe' }));
  await operator.holds.lift(hold.id, { actor: 'jo', reason: 'clear' });
  const again = await operator.holds.place(aHold({ postage: 'europe' }));
  expect(again.kind).toBe('placed');
  expect(again.hold.id).not.toBe(hold.id);
  expect(await operator.holds.lift(2_147_483_647, { actor: 'jo', reason: 'clear' })).toBeUndefined();
  const nobody = parseServiceId(aLetterId());
  await expect(operator.holds.place(aHold({ serviceId: nobody ?? null }))).rejects.toThrow(/foreign key/);
  await expect(operator.holds.place(aHold({}))).rejects.toThrow(/check constraint/);
});

test('The migration makes a hold of each service that was held, and no second one where one stands', async () => {
  const [held, twice, free] = [await aService(world), await aService(world), await aService(world)];
  await world.holds.place(aHold({ serviceId: twice }));
  const migration = join(__dirname, '../../../src/adapters/postgres/migrations/0012_holds.sql');
  const text = await readFile(migration, 'utf8');
  const before = `alter table holds drop column lift_reason; alter table services add held boolean not null default false;
    update services set held = true where id in ('${held}', '${twice}');`;
  for (const statement of `${before}\n${text}`.replace(/--.*/g, '').split(';'))
    await sql.raw(statement).execute(world.db);
  const standing = await world.holds.standing();
  expect(standing.map(({ serviceId, actor, reason }) => [serviceId, actor, reason])).toEqual([
    [twice, 'jo', 'wrong leaflet'],
    [held, 'postroom', 'held before'],
  ]);
  expect(standing.map(({ serviceId }) => serviceId)).not.toContain(free);
});
