import { createLetter } from './letters';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

test('A plan shows what tonight’s run would do, before the cut-off, and writes nothing', async () => {
  const { id } = await world.owner.services.create({ name: 'Fines', live: true });
  const held = await world.owner.services.create({ name: 'Permits', live: true });
  await createLetter(world.owner.letters, id, 'case 1');
  await createLetter(world.owner.letters, held.id, 'case 2');
  await world.run('hold', 'place', '--service', held.id, '--reason', 'wrong leaflet');
  const { out, code } = await world.run('run', 'plan');
  expect(code).toBe(0);
  expect(out).toMatch(/^day +2026-01-05\ncut_off_at +2026-01-05T17:30:00.000Z\nbatches +1\nletters +1\nbytes +7\n/);
  expect(out).toMatch(new RegExp(`\n\nbatches\nservice_id +postage +letters +bytes\n${id} +first +1 +7\n\nleft out\n`));
  expect(out).toMatch(/\nheld +1 +[A-Z0-9]{16} +hold 1\n/);
  expect(await world.json('run', 'plan', '--cut-off', '2026-01-05T09:00:00Z')).toMatchObject({
    totals: { letters: 0 },
    left_out: { 'after-cut-off': { letters: 2 } },
  });
  expect(await world.owner.runs.latest(1)).toEqual([]);
  expect((await world.run('run', 'plan', '--day', '2026-02-01')).error).toMatch(/No letter belongs to 2026-02-01 yet/);
});
