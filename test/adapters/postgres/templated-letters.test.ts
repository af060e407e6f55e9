/** Letters made from templates, on their way from the API to *prepare*. */
import { sql } from 'kysely';
import { readStanding } from '../../../src/adapters/postgres/standing';
import { prepareShardOf } from '../../../src/contract';
import type { LetterId, ServiceId } from '../../../src/domain/letter';
import {
  type Stores,
  type World,
  aHash,
  aPdf,
  aService,
  aTemplatedLetter,
  claimAll,
  LIMITS,
  CUT_OFF_AT,
  openRun,
  openStores,
  openWorld,
} from './world';

const LONG_AGO = new Date('2026-01-05T00:00:00Z');
const NEW = new Date('2026-01-06T00:00:00Z');

let world: World;
let api: Stores;
let worker: Stores;
let service: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  api = openStores({ url: world.urlAs('postroom_api') });
  worker = openStores({ url: world.urlAs('postroom_worker') });
  service = await aService(world);
});
afterAll(async () => {
  await Promise.all([api.close(), worker.close()]);
  await world.close();
});

async function accepted(changes: Parameters<typeof aTemplatedLetter>[2] = {}) {
  const letter = await aTemplatedLetter(world, service, changes);
  await api.letters.accept(letter);
  return letter;
}

test.each([
  ['live', 'created', false],
  ['test', 'sending', true],
] as const)('A templated letter of a %s key is %s at once, before it has a PDF', async (keyKind, status, isSent) => {
  const letter = await accepted({ keyKind });
  expect(await api.letters.find(service, letter.id)).toMatchObject({
    status,
    printKey: null,
    sheets: null,
    sentAt: isSent ? letter.createdAt : null,
    template: { id: letter.templateId, version: letter.templateVersion },
  });
  expect(await world.letters.events(letter.id)).toMatchObject([{ sequence: 1, status }]);
});

test.each(['live', 'test'] as const)(
  'A templated letter of a %s key waits for prepare with all that makes its PDF',
  async (keyKind) => {
    // Both mean the placeholder ((name)), and the later counts: their order must stay.
    const personalisation = { zzz: 1, NAME: 'one', name: 'two', list: ['a', { b: null }] };
    const letter = await accepted({ keyKind, personalisation });
    const waiting = await worker.letters.pending(prepareShardOf(letter.id), 100);
    const { id, reference, postage, printDay, createdAt, addressLines } = letter;
    const found = waiting.find((other) => other.id === letter.id);
    expect(found).toEqual({
      kind: 'templated',
      ...{ id, reference, keyKind, postage, printDay, createdAt, addressLines, personalisation },
      text: { contactBlock: null, subject: 'Your passport, ((name))', body: 'Dear ((name))' },
      logo: null,
      footer: [],
    });
    expect(found?.kind === 'templated' && Object.keys(found.personalisation)).toEqual(Object.keys(personalisation));
  },
);

test('A letter has the logo that its service had when it was accepted, whenever it is made, and no other service’s', async () => {
  const logoOf = async ({ id }: { readonly id: LetterId }) => {
    const found = (await worker.letters.pending(prepareShardOf(id), 100)).find((other) => other.id === id);
    return found?.kind === 'templated' ? found.logo?.bytes.toString() : 'none was found';
  };
  const set = async (of: ServiceId, text: string | null, minute: number) => {
    const at = new Date(LONG_AGO.getTime() + minute * 60_000);
    await world.logos.set(of, text === null ? null : { kind: 'svg', bytes: Buffer.from(text) }, 'alex');
    await sql`update service_logos set set_at = ${at} where set_at > ${NEW}`.execute(world.db);
  };
  const at = async (minute: number) => accepted({ createdAt: new Date(LONG_AGO.getTime() + minute * 60_000) });
  await set(service, 'first', 10);
  await set(service, 'second', 20);
  await set(await aService(world), 'another', 25);
  await set(service, null, 30);
  const letters = [await at(9), await at(10), await at(19), await at(20), await at(29), await at(31)];
  expect(await Promise.all(letters.map(logoOf))).toEqual([undefined, 'first', 'first', 'second', 'second', undefined]);
  expect(await world.logos.current(service)).toBeNull();
});

test('A letter has the footer that its service had when it was accepted, whenever it is made, and no other service’s', async () => {
  const footerOf = async ({ id }: { readonly id: LetterId }) => {
    const found = (await worker.letters.pending(prepareShardOf(id), 100)).find((other) => other.id === id);
    return found?.kind === 'templated' ? found.footer : 'none was found';
  };
  const set = async (of: ServiceId, footer: readonly string[], minute: number) => {
    const at = new Date(LONG_AGO.getTime() + minute * 60_000);
    await world.footers.set(of, footer, 'alex');
    await sql`update service_footers set set_at = ${at} where set_at > ${NEW}`.execute(world.db);
  };
  const at = async (minute: number) => accepted({ createdAt: new Date(LONG_AGO.getTime() + minute * 60_000) });
  await set(service, ['first', '{"}, ,'], 10);
  await set(service, ['second'], 20);
  await set(await aService(world), ['another'], 25);
  await set(service, [], 30);
  const letters = [await at(9), await at(10), await at(19), await at(20), await at(29), await at(31)];
  const [first, second] = [['first', '{"}, ,'], ['second']];
  expect(await Promise.all(letters.map(footerOf))).toEqual([[], first, first, second, second, []]);
  expect(await world.footers.current(service)).toEqual([]);
});

test('No run claims or plans a templated letter before it has its PDF', async () => {
  const letter = await accepted();
  expect(await claimAll(worker, await openRun(worker))).toEqual([]);
  expect((await worker.batches.plan(CUT_OFF_AT, LIMITS)).batches).toEqual([]);
  const pdf = aPdf(letter);
  await sql`update letters set print_key = ${pdf.printKey}, sha256 = ${pdf.sha256}, bytes = 1000, sheets = 1
    where id = ${letter.id}`.execute(worker.db);
  expect(await claimAll(worker, await openRun(worker))).toMatchObject([{ letters: 1 }]);
});

test('Whoever counts what is being prepared counts a templated letter until it has its PDF, and from then on what may be printed', async () => {
  const later = new Date(CUT_OFF_AT.getTime() + 1);
  const look = async () => {
    const { batches, leftOut, testLetters } = await worker.batches.plan(CUT_OFF_AT, LIMITS);
    const { waitingLetters } = await readStanding(worker.db);
    const { pending, created } = await worker.letters.waiting();
    const stillCreated = await worker.letters.stillCreated(later);
    return {
      planned: batches.reduce((sum, batch) => sum + batch.letters, 0),
      preparing: leftOut['being-prepared'].letters,
      tests: testLetters,
      awaited: await worker.letters.countPending(CUT_OFF_AT),
      unprepared: await worker.letters.unprepared(later),
      waiting: [pending, created],
      measured: [waitingLetters['pending-virus-check'], waitingLetters['created']],
      overdue: stillCreated.reduce((sum, { letters }) => sum + letters, 0),
    };
  };
  const change = async (act: () => Promise<unknown>) => {
    const before = await look();
    await act();
    const after = await look();
    const minus = (to: number | undefined, from: number | undefined) => (to ?? 0) - (from ?? 0);
    return {
      ...{ planned: after.planned - before.planned, preparing: after.preparing - before.preparing },
      ...{ tests: after.tests - before.tests, awaited: after.awaited - before.awaited },
      ...{ unprepared: after.unprepared - before.unprepared, overdue: after.overdue - before.overdue },
      waiting: after.waiting.map((count, index) => minus(count, before.waiting[index])),
      measured: after.measured.map((count, index) => minus(count, before.measured[index])),
    };
  };
  const none = { planned: 0, preparing: 0, tests: 0, awaited: 0, unprepared: 0, overdue: 0 };
  const live = await aTemplatedLetter(world, service);
  expect(await change(() => api.letters.accept(live))).toEqual({
    ...{ ...none, preparing: 1, awaited: 1, unprepared: 1, waiting: [1, 0], measured: [1, 0] },
  });
  expect(await change(() => worker.letters.attachPdf(live.id, aPdf(live)))).toEqual({
    ...{
      ...none,
      planned: 1,
      preparing: -1,
      awaited: -1,
      unprepared: -1,
      overdue: 1,
      waiting: [-1, 1],
      measured: [-1, 1],
    },
  });
  const ofTestKey = await aTemplatedLetter(world, service, { keyKind: 'test' });
  expect(await change(() => api.letters.accept(ofTestKey))).toEqual({
    ...{ ...none, tests: 1, unprepared: 1, waiting: [1, 0], measured: [1, 0] },
  });
  expect(await change(() => worker.letters.prepared(ofTestKey.id, aPdf(ofTestKey)))).toEqual({
    ...{ ...none, tests: -1, unprepared: -1, waiting: [-1, 0], measured: [-1, 0] },
  });
});

test('Only a letter that waits for its PDF gets one, and only such a one can still be refused', async () => {
  const letter = await accepted();
  expect(await worker.letters.attachPdf(letter.id, aPdf(letter))).toBe(true);
  expect(await worker.letters.attachPdf(letter.id, aPdf(letter))).toBe(false);
  expect(await worker.letters.rejected(letter.id, 'validation-failed', 'letter-too-long')).toBe(false);
  const cancelled = await accepted();
  await api.letters.cancel(service, cancelled.id);
  expect(await worker.letters.attachPdf(cancelled.id, aPdf(cancelled))).toBe(false);
  expect(await worker.letters.rejected(cancelled.id, 'validation-failed', 'letter-too-long')).toBe(false);
});

test('A letter cannot be made from a template of another service, nor from a version that is not there', async () => {
  const other = await aService(world, 'Visas');
  const foreign = { ...(await aTemplatedLetter(world, other)), serviceId: service };
  await expect(api.letters.accept(foreign)).rejects.toThrow(/foreign key/);
  await expect(accepted({ templateVersion: 2 })).rejects.toThrow(/foreign key/);
});

test.each([
  ['a PDF that came in', { incoming_key: 'k', incoming_sha256: aHash(), incoming_bytes: 1 }, /pdf_comes_in_or_is_made/],
  ['no personalisation', { personalisation: null }, /made_from_personalisation/],
  ['no address', { address_lines: null }, /made_from_personalisation/],
])('The table has no templated letter with %s', async (_case, changes, refusal) => {
  const { id } = await accepted();
  const wrong = world.db.updateTable('letters').set(changes as object);
  await expect(wrong.where('id', '=', id).execute()).rejects.toThrow(refusal);
});
