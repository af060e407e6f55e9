import {
  aLetter,
  type aLetterId,
  aPdf,
  aService,
  aCreatedLetter,
  ACCEPTED_AT,
  DAY,
  type World,
  openWorld,
} from './world';
import { prepareShardOf } from '../../../src/contract';
import type { ServiceId } from '../../../src/domain/letter';

let world: World;
let passports: ServiceId;
let visas: ServiceId;
beforeAll(async () => {
  world = await openWorld();
  passports = await aService(world, 'Passports');
  visas = await aService(world, 'Visas');
});
afterAll(() => world.close());

const statusOf = async (letter: { serviceId: ServiceId; id: ReturnType<typeof aLetterId> }) =>
  (await world.letters.find(letter.serviceId, letter.id))?.status;

test('An accepted letter waits for prepare, with all that the API said of it', async () => {
  const letter = aLetter(passports, { clientReference: 'their own', postage: 'first' });
  await world.letters.accept(letter);
  expect(await world.letters.find(passports, letter.id)).toEqual({
    id: letter.id,
    serviceId: passports,
    clientReference: 'their own',
    reference: letter.reference,
    keyKind: 'live',
    status: 'pending-virus-check',
    postage: 'first',
    sheets: null,
    pages: null,
    printDay: DAY,
    printKey: null,
    batchId: null,
    failure: null,
    failureDetail: null,
    pagesAtFault: [],
    template: null,
    createdAt: ACCEPTED_AT,
    sentAt: null,
    updatedAt: null,
  });
});

test('A letter is not found by another service', async () => {
  const letter = await aCreatedLetter(world, passports);
  expect(await world.letters.find(visas, letter.id)).toBeUndefined();
});

test('A letter that was accepted twice under one id stands once', async () => {
  const letter = aLetter(passports);
  await world.letters.accept(letter);
  await expect(world.letters.accept(letter)).rejects.toThrow(/letters_pkey/);
  expect(await world.letters.events(letter.id)).toHaveLength(1);
});

test('A prepared live letter is created with its print PDF; a second preparation changes nothing', async () => {
  const letter = aLetter(passports);
  const pdf = aPdf(letter, { sheets: 3 });
  await world.letters.accept(letter);
  expect(await world.letters.prepared(letter.id, pdf)).toBe(true);
  expect(await world.letters.prepared(letter.id, aPdf(letter))).toBe(false);
  expect(await world.letters.find(passports, letter.id)).toMatchObject({
    status: 'created',
    printKey: pdf.printKey,
    pages: 6,
    sheets: 3,
  });
});

test('A prepared test letter is delivered unprinted and costs no sheet', async () => {
  const letter = aLetter(passports, { keyKind: 'test' });
  await world.letters.accept(letter);
  expect(await world.letters.prepared(letter.id, aPdf(letter, { sheets: 3 }))).toBe(true);
  expect(await world.letters.find(passports, letter.id)).toMatchObject({ status: 'delivered', sheets: 0 });
});

test('A refused letter keeps the reason, and cannot be prepared afterwards', async () => {
  const letter = aLetter(passports);
  await world.letters.accept(letter);
  expect(await world.letters.rejected(letter.id, 'validation-failed', 'letter-too-long')).toBe(true);
  expect(await world.letters.prepared(letter.id, aPdf(letter))).toBe(false);
  expect(await world.letters.rejected(letter.id, 'technical-failure', 'again')).toBe(false);
  const stored = await world.letters.find(passports, letter.id);
  expect(stored).toMatchObject({
    status: 'validation-failed',
    failure: 'letter-too-long',
    pages: null,
    pagesAtFault: [],
  });
});

test('Of preparing and refusing a letter at once exactly one wins', async () => {
  const letter = aLetter(passports);
  await world.letters.accept(letter);
  const outcomes = await Promise.all([
    world.letters.prepared(letter.id, aPdf(letter)),
    world.letters.rejected(letter.id, 'validation-failed', 'no letter'),
    world.letters.withdraw(passports, letter.id, 'no marker'),
  ]);
  // A letter can be withdrawn after it was prepared, so one or two of them have moved it, each from where it stood.
  const events = await world.letters.events(letter.id);
  expect(events).toHaveLength(1 + outcomes.filter(Boolean).length);
  expect(outcomes[0] && outcomes[1]).toBe(false);
});

test('A letter is withdrawn by its own service only, and only once', async () => {
  const letter = await aCreatedLetter(world, passports);
  expect(await world.letters.withdraw(visas, letter.id, 'no marker')).toBe(false);
  expect(await world.letters.withdraw(passports, letter.id, 'no marker')).toBe(true);
  expect(await world.letters.withdraw(passports, letter.id, 'no marker')).toBe(false);
  expect(await statusOf(letter)).toBe('cancelled');
});

test('An operator finds letters by our id, our reference or the reference of the service, in any case', async () => {
  const letter = await aCreatedLetter(world, passports, { clientReference: 'case 4711' });
  const found = async (term: string) => (await world.letters.search(term)).map(({ id }) => id);
  expect(await found(letter.id.toUpperCase())).toEqual([letter.id]);
  expect(await found(letter.reference.toLowerCase())).toEqual([letter.id]);
  expect(await found('case 4711')).toEqual([letter.id]);
  expect(await found('case 4712')).toEqual([]);
});

test('A reference of a service may have a thousand characters of any script, and many letters may share it', async () => {
  const clientReference = Array.from({ length: 1_000 }, (_, index) => String.fromCodePoint(0x4e00 + index * 7)).join(
    '',
  );
  for (let count = 0; count < 21; count += 1) await world.letters.accept(aLetter(passports, { clientReference }));
  expect(await world.letters.search(clientReference)).toHaveLength(20);
});

test('Each letter waits in the prepare shard that its id names, the oldest of its service first', async () => {
  const letters = Array.from({ length: 64 }, (_, index) =>
    aLetter(visas, { createdAt: new Date(Date.parse('2020-01-01T00:00:00.000Z') - index * 1_000) }),
  );
  for (const letter of letters) await world.letters.accept(letter);
  for (const shard of [0, 1, 2, 3]) {
    const expected = letters.filter(({ id }) => prepareShardOf(id) === shard).map(({ id }) => id);
    const pending = (await world.letters.pending(shard, 1_000)).map(({ id }) => id);
    expect(pending.filter((id) => letters.some((letter) => letter.id === id))).toEqual(expected.reverse());
  }
  const [first] = await world.letters.pending(0, 1);
  const { id, reference, keyKind, postage, incomingKey, incomingSha256, printDay, createdAt } =
    letters.filter((letter) => prepareShardOf(letter.id) === 0).at(-1) ?? aLetter(visas);
  expect(first).toEqual({
    kind: 'precompiled',
    international: false,
    id,
    reference,
    keyKind,
    postage,
    incomingKey,
    incomingSha256,
    printDay,
    createdAt,
  });
});

describe('in a database of their own', () => {
  let counted: World;
  let service: ServiceId;
  beforeAll(async () => {
    counted = await openWorld();
    service = await aService(counted);
  });
  afterAll(() => counted.close());

  test('Only live letters accepted before the instant are counted as left for prepare', async () => {
    await counted.letters.accept(aLetter(service));
    await counted.letters.accept(aLetter(service, { keyKind: 'test' }));
    await counted.letters.accept(aLetter(service, { createdAt: new Date(ACCEPTED_AT.getTime() + 1) }));
    expect(await counted.letters.countPending(new Date(ACCEPTED_AT.getTime() + 1))).toBe(1);
    expect(await counted.letters.countPending(ACCEPTED_AT)).toBe(0);
  });

  test('What waits is counted by status, and the oldest says since when', async () => {
    const before = await counted.letters.waiting();
    const createdAt = new Date('2026-03-01T00:00:00.000Z');
    await aCreatedLetter(counted, service, { createdAt });
    expect(await counted.letters.waiting()).toEqual({
      pending: before.pending,
      created: before.created + 1,
      oldest: createdAt,
    });
  });

  test('Without a letter nothing waits', async () => {
    const empty = await openWorld();
    expect(await empty.letters.waiting()).toEqual({ pending: 0, created: 0, oldest: undefined });
    await empty.close();
  });
});
