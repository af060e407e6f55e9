import { sql } from 'kysely';
import { createFooterStore } from '../../src/adapters/postgres/footer-store';
import { prepareShardOf, ticketKeys } from '../../src/contract';
import type { Environment } from '../../src/domain/environment';
import type { NewLetter, NewTemplatedLetter } from '../../src/domain/letter';
import { baseNameOf, parseInboundName, printKeyOf } from '../../src/domain/names';
import { aService, aTemplatedLetter, openTickets } from './arrange';
import { type World, must, openWorld, run } from './world';

const SILENT: readonly Environment[] = ['test', 'staging', 'production', 'live'];
const FAKING: readonly Environment[] = ['preview', 'development'];

describe('Preparing templated letters', () => {
  let world: World;
  beforeAll(async () => void (world = await openWorld()));
  afterAll(() => world.close());

  const activitiesIn = (environment: Environment) => world.activitiesOn(world.ports, { environment });
  const prepare = (letter: NewLetter, activities = world.activities) =>
    run(activities, 'prepareLetters', { shard: prepareShardOf(letter.id) });
  const stored = async ({ serviceId, id }: NewLetter) => must(await world.letters.find(serviceId, id));
  const printKeyFor = ({ printDay: day, reference, postage, createdAt }: NewLetter) =>
    printKeyOf({ day, reference, postage, createdAt });
  const statuses = async ({ id }: NewLetter) => (await world.letters.events(id)).map(({ status }) => status);
  const accepted = async (changes: Partial<NewTemplatedLetter> = {}) =>
    aTemplatedLetter(world, await aService(world), changes);

  async function responses(): Promise<string[]> {
    const keys: string[] = [];
    for await (const { key } of world.objects.list('responses/')) keys.push(key);
    return keys;
  }

  /** All that the poll and the workflows of its files do. */
  async function takeInResponses(): Promise<void> {
    const { files } = await run(world.activities, 'pollResponses', undefined);
    for (const sha256 of files) {
      for (const name of ['readInboundFile', 'applyInboundFile', 'reportInboundFile'] as const) {
        await run(world.activities, name, { sha256 });
      }
    }
  }

  it('A live letter gets its PDF under its print key, stays created, and may be printed', async () => {
    const letter = await accepted();
    expect(await stored(letter)).toMatchObject({ status: 'created', printKey: null, sheets: null });
    await prepare(letter);
    const printKey = printKeyFor(letter);
    expect(await stored(letter)).toMatchObject({ status: 'created', printKey, sheets: 1, sentAt: null });
    expect((await world.objects.get(printKey))?.subarray(0, 5).toString()).toBe('%PDF-');
    expect(await statuses(letter)).toEqual(['created']);
    expect(await world.letters.pending(prepareShardOf(letter.id), 10)).toEqual([]);
  });

  it('Prepared twice, at once and again, it has one PDF of equal bytes', async () => {
    const letter = await accepted();
    await Promise.all([prepare(letter), prepare(letter)]);
    const first = must(await world.objects.get(printKeyFor(letter)));
    const again = await world.letters.attachPdf(letter.id, {
      printKey: 'another',
      sha256: letter.id.replaceAll('-', '').repeat(2) as never,
      bytes: 1,
      pages: 1,
      sheets: 1,
    });
    expect(again).toBe(false);
    const twin = await accepted({ createdAt: letter.createdAt });
    await prepare(twin);
    expect((await world.objects.get(printKeyFor(twin)))?.equals(first)).toBe(true);
  });

  it('Made again after its service has another footer, it has that of its acceptance, byte for byte', async () => {
    const letter = await accepted();
    const set = async (line: string, at: Date) => {
      await createFooterStore(world.tables).set(letter.serviceId, [line], 'alex');
      await sql`update service_footers set set_at = ${at} where lines = ${[line]}`.execute(world.tables);
    };
    const later = new Date(letter.createdAt.getTime() + 1);
    await set('Registered charity no. 123456.', letter.createdAt);
    const letters = { ...world.ports.letters, attachPdf: () => Promise.reject(new Error('the database is away')) };
    await expect(prepare(letter, world.activitiesOn({ ...world.ports, letters }))).rejects.toThrow('None of');
    const first = must(await world.objects.get(printKeyFor(letter)));
    await world.objects.remove(printKeyFor(letter));
    await set('Registered charity no. 654321.', later);
    await prepare(letter);
    expect((await world.objects.get(printKeyFor(letter)))?.equals(first)).toBe(true);
    expect(await stored(letter)).toMatchObject({ printKey: printKeyFor(letter) });
    const next = await aTemplatedLetter(world, letter.serviceId, { createdAt: later });
    await prepare(next);
    expect((await world.objects.get(printKeyFor(next)))?.equals(first)).toBe(false);
  });

  it('A letter that was cancelled meanwhile stays cancelled and cannot be printed', async () => {
    const letter = await accepted();
    const renderer = {
      ...world.renderer,
      render: async (given: Parameters<typeof world.renderer.render>[0]) => {
        await world.others.letters.cancel(letter.serviceId, letter.id);
        return world.renderer.render(given);
      },
    };
    await prepare(letter, world.activitiesOn({ ...world.ports, renderer }));
    expect(await stored(letter)).toMatchObject({ status: 'cancelled', printKey: null });
  });

  it.each([
    ['has an emoji', { addressLines: ['Mx 😀', '1 High St', 'SW1A 1AA'] }, 'unprintable-characters U+1F600'],
    ['has far too many words', { personalisation: { name: 'word '.repeat(40_000) } }, 'letter-too-long'],
    ['has a name of 2,000 letters', { addressLines: ['w'.repeat(2_000), 'SW1A 1AA'] }, 'address-does-not-fit'],
  ])('A letter that %s is refused, of a live key and of a test key', async (_what, changes, failure) => {
    for (const keyKind of ['live', 'test'] as const) {
      const letter = await accepted({ ...changes, keyKind });
      await prepare(letter);
      expect(await stored(letter)).toMatchObject({ status: 'validation-failed', failure, printKey: null });
      expect(await openTickets(world, ticketKeys.letterUnpreparable(letter.id))).toEqual([]);
    }
  });

  it('A letter that breaks whoever makes its PDF fails technically and has a ticket', async () => {
    const letter = await accepted();
    const renderer = { ...world.renderer, render: () => Promise.resolve({ kind: 'broken' } as const) };
    await prepare(letter, world.activitiesOn({ ...world.ports, renderer }));
    expect(await stored(letter)).toMatchObject({ status: 'technical-failure' });
    const [ticket] = await openTickets(world, ticketKeys.letterUnpreparable(letter.id));
    expect(ticket?.message).toContain(letter.reference);
  });

  it('A store that fails leaves the letter to be tried again', async () => {
    const letter = await accepted();
    const objects = { ...world.objects, put: () => Promise.reject(new Error('503 Slow Down')) };
    await expect(prepare(letter, world.activitiesOn({ ...world.ports, objects }))).rejects.toThrow('None of');
    expect(await stored(letter)).toMatchObject({ status: 'created', printKey: null });
    await prepare(letter);
    expect(await stored(letter)).toMatchObject({ printKey: printKeyFor(letter) });
  });

  it.each(SILENT)(
    'Row 13: in %s a test letter is delivered at once, and no response file comes',
    async (environment) => {
      const letter = await accepted({ keyKind: 'test' });
      expect(await stored(letter)).toMatchObject({ status: 'sending', sentAt: letter.createdAt });
      await prepare(letter, activitiesIn(environment));
      expect(await stored(letter)).toMatchObject({ status: 'delivered', sheets: 0, printKey: printKeyFor(letter) });
      expect(await statuses(letter)).toEqual(['sending', 'delivered']);
      expect(await responses()).toEqual([]);
    },
  );

  it.each(FAKING)(
    'Rows 12 and 13: in %s test letters have no sheets, and a fake response file delivers them by the normal intake',
    async (environment) => {
      world.logged.length = 0;
      const before = await responses();
      const serviceId = await aService(world);
      const letters: NewTemplatedLetter[] = [];
      while (letters.length < 2) {
        const letter = await aTemplatedLetter(world, serviceId, { keyKind: 'test' });
        if (prepareShardOf(letter.id) === 1) letters.push(letter);
      }
      await prepare(must(letters[0]), activitiesIn(environment));
      for (const letter of letters) {
        expect(await stored(letter)).toMatchObject({ status: 'sending', sheets: 0, printKey: printKeyFor(letter) });
      }
      const [key = '', ...others] = (await responses()).filter((each) => !before.includes(each));
      expect(others).toEqual([]);
      expect(parseInboundName(baseNameOf(key))?.kind).toBe('response');
      const lines = must(await world.objects.get(key)).toString();
      expect(lines.split('\n').sort()).toEqual(
        ['', ...letters.map((each) => `${each.reference}|Sent|0|Sorted`)].sort(),
      );

      await takeInResponses();
      for (const letter of letters) {
        expect(await stored(letter)).toMatchObject({ status: 'delivered', sheets: 0 });
        expect(await statuses(letter)).toEqual(['sending', 'delivered']);
      }
      expect(world.logged.filter(({ level }) => level === 'error')).toEqual([]);
    },
  );

  it('Row 12: a worker that dies between the fake answer and the PDF’s row answers again, and nothing is lost', async () => {
    const letter = await accepted({ keyKind: 'test' });
    const dying = {
      ...world.letters,
      attachPdf: () => Promise.reject(new Error('the worker was killed')),
    };
    const activities = world.activitiesOn({ ...world.ports, letters: dying }, { environment: 'preview' });
    await expect(prepare(letter, activities)).rejects.toThrow('killed');
    await takeInResponses();
    expect(await stored(letter)).toMatchObject({ status: 'delivered', printKey: null });
    await prepare(letter, activitiesIn('preview'));
    await takeInResponses();
    expect(await stored(letter)).toMatchObject({ status: 'delivered', sheets: 0, printKey: printKeyFor(letter) });
    expect(await statuses(letter)).toEqual(['sending', 'delivered']);
    expect(await world.tickets.list({ open: true })).toEqual([
      expect.objectContaining({ kind: 'letter-unpreparable' }),
    ]);
  });

  it('Row 13: files of one second, of any shard, have names of their own', async () => {
    const serviceId = await aService(world);
    for (let made = 0; made < 12; made += 1) {
      const letter = await aTemplatedLetter(world, serviceId, { keyKind: 'test' });
      await prepare(letter, activitiesIn('development'));
    }
    const names = (await responses()).map(baseNameOf);
    expect(new Set(names).size).toBe(names.length);
    await takeInResponses();
    expect((await world.tickets.list({ open: true })).map(({ kind }) => kind)).toEqual(['letter-unpreparable']);
  });

  it('Row 12: a letter of a live key is never delivered by prepare, wherever', async () => {
    for (const environment of [...SILENT, ...FAKING]) {
      const letter = await accepted();
      await prepare(letter, activitiesIn(environment));
      expect(await stored(letter)).toMatchObject({ status: 'created', sheets: 1 });
    }
  });
});
