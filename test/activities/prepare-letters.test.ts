import { failureTypes, prepareShardOf, ticketKeys } from '../../src/contract';
import type { InspectedAs } from '../../src/domain/inspection';
import type { NewPrecompiledLetter } from '../../src/domain/letter';
import { incomingKeyOf, printKeyOf } from '../../src/domain/names';
import { eventually } from '../support/eventually';
import { aService, anAcceptedLetter, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

describe('Preparing letters', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const prepare = (letter: NewPrecompiledLetter, activities = world.activities) =>
    run(activities, 'prepareLetters', { shard: prepareShardOf(letter.id) });
  const stored = ({ serviceId, id }: NewPrecompiledLetter) => world.letters.find(serviceId, id);
  const lineOf = ({ id }: NewPrecompiledLetter) =>
    world.logged.filter(({ letterId, level }) => letterId === id && level === 'info').map(({ status }) => status);

  it('Row 1: a good PDF is kept under its print key, with its sheets, and may be printed', async () => {
    const letter = await anAcceptedLetter(world, await aService(world), { pdf: 'pages=3 of a letter' });
    const { printDay: day, reference, postage, createdAt } = letter;
    await prepare(letter);
    const printKey = printKeyOf({ day, reference, postage, createdAt });
    expect(await stored(letter)).toMatchObject({ status: 'created', sheets: 2, printKey });
    expect((await world.objects.get(printKey))?.toString()).toBe('pages=3 of a letter');
    expect(lineOf(letter)).toEqual([]); // its last line is written once the printer has answered
  });

  it('Row 12: a letter of a test key gets its PDF, 0 sheets and is delivered without being printed', async () => {
    const letter = await anAcceptedLetter(world, await aService(world), { keyKind: 'test' });
    await prepare(letter);
    const after = await stored(letter);
    expect(after).toMatchObject({ status: 'delivered', sheets: 0 });
    expect(await world.objects.head(must(after?.printKey))).toBeDefined();
    expect(lineOf(letter)).toEqual(['delivered']);
  });

  it('A PDF that cannot be read is refused: its letter fails validation', async () => {
    const letter = await anAcceptedLetter(world, await aService(world), { pdf: 'no PDF at all' });
    await prepare(letter);
    expect(await stored(letter)).toMatchObject({ status: 'validation-failed', failure: 'unable-to-read-the-file' });
    expect(lineOf(letter)).toEqual(['validation-failed']);
    expect(await openTickets(world, ticketKeys.letterUnpreparable(letter.id))).toEqual([]);
  });

  it('A letter in which the scanner finds a virus fails for it, and nobody else looks into it', async () => {
    const inspected: Buffer[] = [];
    const inspector = {
      ...world.inspector,
      inspect: (...asked: Parameters<typeof world.inspector.inspect>) => (
        inspected.push(asked[0]), world.inspector.inspect(...asked)
      ),
    };
    const scanner = { scan: () => Promise.resolve({ kind: 'infected', signature: 'Some.Virus' } as const) };
    const letter = await anAcceptedLetter(world, await aService(world));
    await prepare(letter, world.activitiesOn({ ...world.ports, inspector }, { scanner }));
    expect(await stored(letter)).toMatchObject({ status: 'virus-scan-failed', failure: 'Some.Virus' });
    expect(lineOf(letter)).toEqual(['virus-scan-failed']);
    expect(inspected).toEqual([]);
  });

  it('A letter waits while the virus scanner is away, and is prepared when it is back', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    const scanner = { scan: () => Promise.reject(new Error('the scanner is away')) };
    const away = world.activitiesOn(world.ports, { scanner });
    await expect(prepare(letter, away)).rejects.toThrow(/could be prepared/);
    expect(await stored(letter)).toMatchObject({ status: 'pending-virus-check' });
    const back = { scan: () => Promise.resolve({ kind: 'clean' } as const) };
    await prepare(letter, world.activitiesOn(world.ports, { scanner: back }));
    expect(await stored(letter)).toMatchObject({ status: 'created' });
  });

  it('A letter that takes long is not taken for a dead worker', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    const heartbeats: unknown[] = [];
    const inspector = {
      ...world.inspector,
      inspect: async (...asked: Parameters<typeof world.inspector.inspect>) => {
        const before = heartbeats.length;
        await eventually(() => heartbeats.length > before + 2);
        return world.inspector.inspect(...asked);
      },
    };
    const slow = world.activitiesOn({ ...world.ports, inspector });
    const how = { heartbeats, info: { heartbeatTimeoutMs: 600 } };
    await run(slow, 'prepareLetters', { shard: prepareShardOf(letter.id) }, how);
    expect(await stored(letter)).toMatchObject({ status: 'created' });
  });

  it.each([
    ['is missing', (letter: NewPrecompiledLetter) => world.objects.remove(letter.incomingKey)],
    [
      'was exchanged',
      ({ incomingKey }: NewPrecompiledLetter) => world.objects.put(incomingKey, Buffer.from('x'), 'text/plain'),
    ],
  ])('A letter whose accepted PDF %s fails technically and has a ticket', async (_title, spoil) => {
    const letter = await anAcceptedLetter(world, await aService(world));
    await spoil(letter);
    await prepare(letter);
    expect(await stored(letter)).toMatchObject({ status: 'technical-failure' });
    const [ticket] = await openTickets(world, ticketKeys.letterUnpreparable(letter.id));
    expect(ticket?.message).toContain(letter.reference);
  });

  it('A letter that was cancelled meanwhile stays cancelled', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    const inspector = {
      ...world.inspector,
      inspect: async (pdf: Buffer, as: InspectedAs) => {
        await world.others.letters.withdraw(letter.serviceId, letter.id, 'taken back');
        return world.inspector.inspect(pdf, as);
      },
    };
    await prepare(letter, world.activitiesOn({ ...world.ports, inspector }));
    expect(['created', 'delivered']).not.toContain((await stored(letter))?.status);
  });

  it('One letter that cannot be read from the store never stops the others, and is tried again', async () => {
    const serviceId = await aService(world);
    const letters: NewPrecompiledLetter[] = [];
    while (letters.filter((letter) => prepareShardOf(letter.id) === 1).length < 3) {
      letters.push(await anAcceptedLetter(world, serviceId));
    }
    const [bad, ...good] = letters.filter((letter) => prepareShardOf(letter.id) === 1);
    const badKey = incomingKeyOf(must(bad).reference);
    const objects = {
      ...world.objects,
      get: (key: string) => (key === badKey ? Promise.reject(new Error('503 Slow Down')) : world.objects.get(key)),
    };
    const flaky = world.activitiesOn({ ...world.ports, objects });
    expect(await run(flaky, 'prepareLetters', { shard: 1 })).toMatchObject({ more: false });
    for (const letter of good) expect(await stored(letter)).toMatchObject({ status: 'created' });
    expect(await stored(must(bad))).toMatchObject({ status: 'pending-virus-check' });

    const retry = run(flaky, 'prepareLetters', { shard: 1 });
    await expect(retry).rejects.toMatchObject({
      type: failureTypes.retry,
      message: 'None of 1 letters could be prepared',
    });
    expect(await run(world.activities, 'prepareLetters', { shard: 1 })).toEqual({ prepared: 1, more: false });
    expect(await stored(must(bad))).toMatchObject({ status: 'created' });
  });

  it('Pages follow one another until a shard is empty', async () => {
    const serviceId = await aService(world);
    for (let inShard = 0; inShard < 60; ) {
      const { id } = await anAcceptedLetter(world, serviceId);
      if (prepareShardOf(id) === 2) inShard += 1;
    }
    const first = await run(world.activities, 'prepareLetters', { shard: 2 });
    expect(first).toEqual({ prepared: 50, more: true });
    for (const shard of [0, 1, 2, 3]) {
      while ((await run(world.activities, 'prepareLetters', { shard })).more);
      expect(await world.letters.pending(shard, 1)).toEqual([]);
    }
  });

  it('Two attempts at once prepare each letter once', async () => {
    const letter = await anAcceptedLetter(world, await aService(world));
    await Promise.all([1, 2].map(() => prepare(letter)));
    expect(await world.letters.events(letter.id)).toHaveLength(2);
  });

  it('Row 15: any number of processes prepare side by side, each with its own ports', async () => {
    const [one, two] = [await openWorld(), await openWorld()];
    try {
      const letters = [
        await anAcceptedLetter(one, await aService(one)),
        await anAcceptedLetter(two, await aService(two)),
      ];
      await Promise.all(letters.map((letter, index) => prepare(letter, [one, two][index]?.activities)));
      expect(await one.letters.find(must(letters[0]).serviceId, must(letters[0]).id)).toMatchObject({
        status: 'created',
      });
      expect(await two.letters.find(must(letters[1]).serviceId, must(letters[1]).id)).toMatchObject({
        status: 'created',
      });
    } finally {
      await Promise.all([one.close(), two.close()]);
    }
  });
});
