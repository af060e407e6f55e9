import { sql } from 'kysely';
import { findBrokenEvent } from '../../../src/adapters/postgres/event-chain';
import { type NewLetter, parseReference } from '../../../src/domain/letter';
import { aLine, type InboundScene, openInboundScene } from './inbound-scene';
import { aLetter, aService, openStores } from './world';

let scene: InboundScene;
beforeAll(async () => {
  scene = await openInboundScene();
});
afterAll(() => scene.close());

const referencesOf = (letters: readonly NewLetter[]) => letters.map(({ reference }) => reference);

test.each([
  ['postroom_api', { role: 'postroom_operations' }],
  ['postroom_operator', {}],
])('Letters that came back are returned, by %s (%j)', async (login, role) => {
  const as = openStores({ url: scene.world.urlAs(login), ...role });
  const service = await aService(scene.world);
  await sql`
    insert into callback_endpoints values (${service}, 'https://service.example', 'sealed', '{returned-letter}')
  `.execute(scene.world.db);
  const { batch, letters } = await scene.aSentBatch(3, service);
  const [delivered, sending, failed] = letters as [NewLetter, NewLetter, NewLetter];
  await scene.applyAll(
    await scene.aResponse(aLine(1, delivered.reference), aLine(2, failed.reference, 'temporary-failure')),
  );
  const waiting = aLetter(service);
  await scene.world.letters.accept(waiting);
  const unknown = parseReference('UNKNOWN000000000');
  const given = [...referencesOf([...letters, waiting]), ...(unknown ? [unknown] : [])];
  const told = await as.letters.returned(given, 'alex');
  expect({ ...told, returned: [...told.returned].sort() }).toEqual({
    returned: referencesOf([delivered, sending]).sort(),
    again: [],
    notMovable: expect.arrayContaining([
      { reference: failed.reference, status: 'temporary-failure' },
      { reference: waiting.reference, status: 'pending-virus-check' },
    ]) as unknown,
    unknown: [unknown],
    batches: [batch.id],
  });
  const events = await scene.world.letters.events(delivered.id);
  expect(events.at(-1)).toMatchObject({ status: 'returned-letter', actor: 'alex' });
  expect(findBrokenEvent(delivered.id, events)).toBeUndefined();
  const rows = await scene.world.db.selectFrom('callbacks').selectAll().where('letter_id', '=', delivered.id).execute();
  expect(rows).toMatchObject([{ sequence: events.length, status: 'returned-letter' }]);

  const again = await as.letters.returned(referencesOf([delivered, sending]), 'sam');
  expect([again.returned, [...again.again].sort(), again.batches]).toEqual([
    [],
    referencesOf([delivered, sending]).sort(),
    [],
  ]);
  expect(await scene.world.letters.events(delivered.id)).toHaveLength(events.length);
  await as.close();
});

test('Thousands at once, and the same list twice at once: each comes back once', async () => {
  const { letters } = await scene.aSentBatch(30, await aService(scene.world));
  const filler = Array.from({ length: 2_000 }, (_, n) => parseReference(`Z${String(n).padStart(15, '0')}`));
  const list = [...referencesOf(letters), ...filler.filter((reference) => reference !== undefined)];
  const [one, two] = await Promise.all(['alex', 'sam'].map((actor) => scene.world.letters.returned(list, actor)));
  expect((one?.returned.length ?? 0) + (two?.returned.length ?? 0)).toBe(30);
  expect(one?.unknown).toHaveLength(2_000);
  for (const { id } of letters) expect(await scene.world.letters.events(id)).toHaveLength(4);
});
