/** Letters made from templates, on their way from the API to *prepare*. */
import { sql } from 'kysely';
import { prepareShardOf } from '../../../src/contract';
import type { ServiceId } from '../../../src/domain/letter';
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
    });
    expect(found?.kind === 'templated' && Object.keys(found.personalisation)).toEqual(Object.keys(personalisation));
  },
);

test('No run claims or plans a templated letter before it has its PDF', async () => {
  const letter = await accepted();
  expect(await claimAll(worker, await openRun(worker))).toEqual([]);
  expect((await worker.batches.plan(CUT_OFF_AT, LIMITS)).batches).toEqual([]);
  const pdf = aPdf(letter);
  await sql`update letters set print_key = ${pdf.printKey}, sha256 = ${pdf.sha256}, bytes = 1000, sheets = 1
    where id = ${letter.id}`.execute(worker.db);
  expect(await claimAll(worker, await openRun(worker))).toMatchObject([{ letters: 1 }]);
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
