import { createHash } from 'node:crypto';
import { prepareShardOf } from '../../src/contract';
import type { InspectedAs, Inspection } from '../../src/domain/inspection';
import type { NewPrecompiledLetter } from '../../src/domain/letter';
import { aService, anAcceptedLetter } from './arrange';
import { type World, must, openWorld, run } from './world';

describe('What inspection finds of a letter', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const prepare = (letter: NewPrecompiledLetter, activities = world.activities) =>
    run(activities, 'prepareLetters', { shard: prepareShardOf(letter.id) });
  const stored = ({ serviceId, id }: NewPrecompiledLetter) => world.letters.find(serviceId, id);

  it.each([
    ['europe', 'E'],
    ['rest-of-world', 'N'],
  ] as const)('A letter to %s takes its postage, and so its place at the printer', async (zone, code) => {
    const letter = await anAcceptedLetter(world, await aService(world), { pdf: `pages=1 to=${zone}` });
    await prepare(letter);
    const after = await stored(letter);
    expect(after).toMatchObject({ status: 'created', postage: zone });
    expect(after?.printKey).toContain(`.D.${code}.C.`);
    expect(await world.objects.head(must(after?.printKey))).toBeDefined();
  });

  it('A letter is inspected by what its service may send', async () => {
    const asked: InspectedAs[] = [];
    const inspector = {
      ...world.inspector,
      inspect: (pdf: Buffer, as: InspectedAs) => {
        asked.push(as);
        return world.inspector.inspect(pdf, as);
      },
    };
    for (const international of [true, false]) {
      const { id } = await world.others.services.create({ name: 'Passports', live: true, international });
      await prepare(await anAcceptedLetter(world, id), world.activitiesOn({ ...world.ports, inspector }));
    }
    expect(asked).toEqual([true, false].map((international) => ({ kind: 'letter', international })));
  });

  it('The bytes that were judged are the ones that may be printed, whatever came in', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    const judged = Buffer.from('pages=2 as it was judged');
    const inspector = {
      ...world.inspector,
      inspect: (_: Buffer, as: InspectedAs) => world.inspector.inspect(judged, as),
    };
    await prepare(letter, world.activitiesOn({ ...world.ports, inspector }));
    const { print_key, sha256 } = await world.tables
      .selectFrom('letters')
      .select(['print_key', 'sha256'])
      .where('id', '=', letter.id)
      .executeTakeFirstOrThrow();
    expect((await world.objects.get(must(print_key)))?.equals(judged)).toBe(true);
    expect(sha256).toBe(createHash('sha256').update(judged).digest('hex'));
  });

  it('What a printer may want otherwise is told with the letters that it is, one line for a page of them', async () => {
    const coloured = await anAcceptedLetter(world, await aService(world));
    const notes = ['rgb-image', 'font-not-embedded'] as const;
    const inspect = async (_: Buffer, as: InspectedAs): Promise<Inspection> => {
      const inspection = await world.inspector.inspect(Buffer.from('pages=1'), as);
      return inspection.kind === 'letter' ? { ...inspection, notes } : inspection;
    };
    await prepare(coloured, world.activitiesOn({ ...world.ports, inspector: { ...world.inspector, inspect } }));
    expect(world.logged.at(-1)).toEqual({
      level: 'info',
      message: 'letters that a printer may want otherwise',
      'rgb-image': [coloured.id],
      'font-not-embedded': [coloured.id],
    });
  });
});
