import { randomUUID } from 'node:crypto';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

test('A service is held by name and reason, seen in the list, and let go', async () => {
  const { id } = await world.owner.services.create({ name: 'Fines', live: true });
  const placed = await world.run('hold', 'place', '--service', id, '--reason', 'wrong leaflet', '--as', 'jo');
  expect(placed).toMatchObject({ code: 0, error: '' });
  expect(placed.out).toMatch(
    new RegExp(`^outcome +placed\nid +1\nservice_id +${id}\npostage +-\nactor +jo\nreason +wrong leaflet\nplaced_at +`),
  );
  expect((await world.run('hold', 'list')).out).toMatch(
    new RegExp(`^id +service_id +postage +actor +placed_at +reason\n1 +${id} +- +jo +\\S+ +wrong leaflet$`),
  );
  const again = ['hold', 'place', '--service', id, '--reason', 'once more'];
  expect(await world.json(...again)).toMatchObject({ outcome: 'standing', id: 1, actor: 'jo' });
  expect(await world.json('hold', 'lift', '1', '--reason', 'leaflet is right')).toMatchObject({
    outcome: 'lifted',
    lifted_by: 'alex',
    lift_reason: 'leaflet is right',
  });
  expect((await world.run('hold', 'list')).out).toBe('none');
  expect((await world.run('hold', 'lift', '1')).error).toMatch(
    /^postroom: the lift is refused: hold 1 was lifted by alex at \S+Z$/,
  );
});

test('Holds of the past are listed with those that stand, the newest first, with who lifted them and why', async () => {
  const volcano = await world.json('hold', 'place', '--postage', 'rest-of-world', '--reason', 'volcano');
  await world.json('hold', 'lift', String((volcano as { id: number }).id), '--reason', 'ash is gone');
  await world.json('hold', 'place', '--postage', 'economy', '--reason', 'budget');
  expect(await world.json('hold', 'list', '--all')).toMatchObject([
    { postage: 'economy', reason: 'budget', lifted_by: null, lifted_at: null },
    { postage: 'rest-of-world', reason: 'volcano', lifted_by: 'alex', lift_reason: 'ash is gone' },
    { reason: 'wrong leaflet', lift_reason: 'leaflet is right' },
  ]);
  expect(await world.json('hold', 'list')).toMatchObject([{ postage: 'economy' }]);
  expect((await world.run('hold', 'list', '--all')).out).toMatch(/lifted_by +lifted_at +lift_reason\n/);
});

test('A class is held in all services, or in one', async () => {
  const { id } = await world.owner.services.create({ name: 'Permits', live: true });
  expect(await world.json('hold', 'place', '--postage', 'europe', '--reason', 'strike')).toMatchObject({
    service_id: null,
    postage: 'europe',
  });
  const both = ['hold', 'place', '--service', id, '--postage', 'first', '--reason', 'dear'];
  expect(await world.json(...both)).toMatchObject({ service_id: id, postage: 'first' });
});

test.each([
  ['neither service nor class', 2, ['place', '--reason', 'why'], /name a service, a postage class or both/],
  ['no reason', 2, ['place', '--postage', 'first'], /--reason/],
  ['an empty reason', 2, ['place', '--postage', 'first', '--reason', ' '], /names actor and reason/],
  ['an unknown class', 2, ['place', '--postage', 'third', '--reason', 'why'], /Give one of first, second, economy/],
  ['no service', 2, ['place', '--service', randomUUID(), '--reason', 'why'], /there is no service/],
  ['no such hold', 1, ['lift', '999'], /There is no hold 999/],
  ['what is no number', 2, ['lift', 'one'], /one is not the number of a hold/],
])('%s gives one line', async (_, code, argv, error) => {
  const said = await world.run('hold', ...argv);
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).toMatch(error);
  expect(said.error).not.toContain('\n');
});
