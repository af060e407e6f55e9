import { sql } from 'kysely';
import type { BatchId } from '../../../src/domain/batch';
import type { LetterId, ServiceId } from '../../../src/domain/letter';
import { eventually } from '../../support/eventually';
import {
  ACCEPTED_AT,
  CUT_OFF_AT,
  LIMITS,
  type Stores,
  type World,
  aCreatedLetter,
  aDay,
  aHold,
  aService,
  claimAll,
  manyCreatedLetters,
  openRun,
  openStores,
  openWorld,
} from './world';

/** A database for each test, as a claim takes whatever is there; claims run with the worker's own rights. */
let world: World;
let worker: Stores;
beforeEach(async () => {
  world = await openWorld();
  worker = openStores({ url: world.urlAs('postroom_worker') });
});
afterEach(async () => {
  await worker.close();
  await world.close();
});

const lettersOf = async (id: BatchId): Promise<readonly LetterId[]> =>
  (await world.batches.letters(id)).map((letter) => letter.id);

const at = (offsetMs: number) => new Date(ACCEPTED_AT.getTime() + offsetMs);

/** Each letter of the services is in exactly one batch, and the batch's row counts it. */
async function expectEachLetterOnce(count: number): Promise<void> {
  const { rows } = await sql`
    select count(*) as claimed, count(distinct batch_letters.letter_id) as letters,
      count(*) filter (where letters.batch_id = batch_letters.batch_id) as agreed,
      (select sum(batches.letters)::bigint from batches) as counted
    from batch_letters join letters on letters.id = batch_letters.letter_id
  `.execute(world.db);
  expect(rows).toEqual([{ claimed: count, letters: count, agreed: count, counted: count }]);
}

test('Eight claimers of one run at once never share a letter and leave none behind', async () => {
  for (const service of [await aService(world), await aService(world)])
    await manyCreatedLetters(world.db, service, 500);
  const run = await openRun(worker);
  const limits = { ...LIMITS, maxLetters: 30 };
  const claims = await Promise.all(Array.from({ length: 8 }, () => claimAll(worker, run, limits)));
  const batches = claims.flat();
  await expectEachLetterOnce(1_000);
  expect(batches).toHaveLength(34);
  expect(batches.map(({ position }) => position).sort((one, other) => one - other)).toEqual(
    batches.map((_, index) => index + 1),
  );
});

test('Runs of the same day and of different days at once never share a letter', async () => {
  const service = await aService(world);
  await manyCreatedLetters(world.db, service, 600);
  const byHand = { cutOffAt: CUT_OFF_AT, actor: 'ada', reason: 'a second try' };
  const runs = [
    await openRun(worker),
    await worker.runs.openManual({ day: aDay('2026-03-02'), ...byHand }),
    await openRun(worker, aDay('2026-03-03')),
  ];
  await Promise.all(runs.map((run) => claimAll(worker, run, { ...LIMITS, maxLetters: 20 })));
  await expectEachLetterOnce(600);
});

test('A hundred withdrawals at once with a claim leave no letter both cancelled and in a batch', async () => {
  const service = await aService(world);
  const letters = [];
  for (let index = 0; index < 200; index += 1)
    letters.push(await aCreatedLetter(world, service, { createdAt: at(index) }));
  const run = await openRun(worker);
  const withdrawals = letters
    .filter((_, index) => index % 2 === 0)
    .map(({ id }) => world.letters.withdraw(service, id, 'stop'));
  const [batches, withdrawn] = await Promise.all([
    claimAll(worker, run, { ...LIMITS, maxLetters: 50 }),
    Promise.all(withdrawals),
  ]);
  const claimed = (await Promise.all(batches.map(({ id }) => lettersOf(id)))).flat();
  const cancelled = await world.db
    .selectFrom('letters')
    .select('id')
    .where(sql<boolean>`status = 'cancelled'`)
    .execute();
  expect(cancelled).toHaveLength(withdrawn.filter(Boolean).length);
  expect(claimed).toHaveLength(200 - cancelled.length);
  expect(claimed.filter((id) => cancelled.some((letter) => letter.id === id))).toEqual([]);
});

test('A claim waits for a letter that somebody holds, and takes it when it is let go', async () => {
  const service = await aService(world);
  const letter = await aCreatedLetter(world, service);
  const run = await openRun(worker);
  let claim: Promise<unknown> | undefined;
  await world.db.transaction().execute(async (transaction) => {
    await sql`select from letters where id = ${letter.id} for update`.execute(transaction);
    claim = worker.batches.claimNext(run, LIMITS);
    await waitingForALock();
  });
  expect(await claim).toMatchObject({ letters: 1 });
});

test('A claim waits while another run of its day claims', async () => {
  const service = await aService(world);
  await aCreatedLetter(world, service);
  const run = await openRun(worker);
  const other = await worker.runs.openManual({ day: run.day, cutOffAt: CUT_OFF_AT, actor: 'ada', reason: 'once more' });
  let claim: Promise<unknown> | undefined;
  await world.db.transaction().execute(async (transaction) => {
    const { day, runNo } = other;
    await sql`select from print_runs where print_day = ${day} and run_no = ${runNo} for update`.execute(transaction);
    claim = worker.batches.claimNext(run, LIMITS);
    await waitingForALock();
  });
  expect(await claim).toMatchObject({ letters: 1 });
});

test('A hold placed while a batch is being claimed holds from the next claim on, and waits for nobody', async () => {
  const service = await aService(world);
  await manyCreatedLetters(world.db, service, 3);
  const run = await openRun(worker);
  const limits = { ...LIMITS, maxLetters: 1 };
  let claim: Promise<unknown> | undefined;
  await world.db.transaction().execute(async (transaction) => {
    await sql`select from letters for update`.execute(transaction);
    claim = worker.batches.claimNext(run, limits);
    await waitingForALock();
    expect(await world.holds.place(aHold({ serviceId: service }))).toMatchObject({ kind: 'placed' });
  });
  expect(await claim).toMatchObject({ letters: 1 });
  expect(await claimAll(worker, run, limits)).toEqual([]);
});

test('Holds placed and lifted all the time while eight claim cost no letter and no end', async () => {
  const services = [await aService(world), await aService(world), await aService(world)];
  for (const service of services) await manyCreatedLetters(world.db, service, 200);
  const run = await openRun(worker);
  let claiming = true;
  const meddle = async (serviceId: ServiceId) => {
    while (claiming) {
      const { hold } = await world.holds.place(aHold({ serviceId }));
      await world.holds.lift(hold.id, { actor: 'jo', reason: 'it is clear' });
    }
  };
  const meddling = services.map(meddle);
  const limits = { ...LIMITS, maxLetters: 10 };
  await Promise.all(Array.from({ length: 8 }, () => claimAll(worker, run, limits)));
  claiming = false;
  await Promise.all(meddling);
  await claimAll(worker, run, limits);
  await expectEachLetterOnce(600);
});

/** Until one of the database's connections waits for another. */
const waitingForALock = () =>
  eventually(async () => {
    const { rows } = await sql`
      select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()
    `.execute(world.db);
    return rows.length > 0;
  });

/** What the planner's choices have cost so far; a connection tells it when it ends. */
async function reads() {
  const { rows } = await sql<{ name: string; entries: number }>`
    select indexrelname as name, idx_tup_read as entries from pg_stat_user_indexes where relname = 'letters'
    union all
    select relname, seq_tup_read from pg_stat_user_tables where relname = 'letters'
  `.execute(world.db);
  return Object.fromEntries(rows.map(({ name, entries }) => [name, entries]));
}

test('A claim reads its own letters by the partial index and walks through no others, even with the statistics of a quiet morning', async () => {
  const [held, service, earlier] = [await aService(world), await aService(world), await aService(world)];
  await manyCreatedLetters(world.db, earlier, 5_000);
  await sql`update letters set status = 'delivered', sequence = 2`.execute(world.db);
  await sql`vacuum analyze letters`.execute(world.db);
  await manyCreatedLetters(world.db, held, 20_000);
  await manyCreatedLetters(world.db, service, 300);
  await world.holds.place(aHold({ serviceId: held }));
  const before = await reads();
  const claimer = openStores({ url: world.url });
  const limits = { ...LIMITS, maxLetters: 100 };
  const batches = await claimAll(claimer, await openRun(claimer), limits);
  await claimer.close();
  const after = await eventually(async () => {
    const now = await reads();
    return (now['letters_to_claim'] ?? 0) > (before['letters_to_claim'] ?? 0) && now;
  });
  expect(batches).toHaveLength(3);
  const read = (name: string) => (after[name] ?? 0) - (before[name] ?? 0);
  expect(read('letters_to_claim')).toBeLessThan(2_000);
  expect(read('letters_created')).toBe(0);
  expect(read('letters')).toBe(0);
});
