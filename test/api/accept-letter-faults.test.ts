/** Taking a letter in while one call of a store fails at a time; the stores themselves are real. */
import { createBatchStore } from '../../src/adapters/postgres/batch-store';
import { createLetterStore } from '../../src/adapters/postgres/letter-store';
import type { ApiDependencies } from '../../src/api/dependencies';
import { parseDay } from '../../src/domain/calendar';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { parseSha256 } from '../../src/domain/letter';
import type { LetterStore } from '../../src/ports';
import { fails, keysOf, letters, objects, putFailing, rowsOf } from './stores';
import { NOW, type Tenant, type World, createWorld, postLetter, precompiled } from './world';

let world: World;
let tenant: Tenant;
beforeAll(async () => {
  world = await createWorld();
  tenant = await world.tenant();
});
afterAll(() => world.close());
beforeEach(() => {
  world.logged.length = 0;
  world.workflows.hinted.length = 0;
});

const send = (reference: string, changes: Partial<ApiDependencies> = {}) =>
  postLetter(world.app(changes), tenant, precompiled({ reference }));

describe('When storing fails, nothing is kept and the answer is 500', () => {
  test.each<[string, () => Partial<ApiDependencies>]>([
    ['S3 does not take the PDF', () => objects(world, { put: fails })],
    ['S3 took the PDF, but its answer was lost', () => objects(world, putFailing(world, 'incoming/', 1, true))],
    ['Postgres does not take the row', () => letters(world, { accept: fails })],
  ])('%s', async (reference, changes) => {
    const before = await keysOf(world);
    const answer = await send(reference, changes());
    expect(answer.status).toBe(500);
    expect(await rowsOf(world, reference)).toEqual([]);
    expect(await keysOf(world)).toEqual(before);
    expect(world.workflows.hinted).toEqual([]);
  });

  test('S3 never takes the marker: the letter is taken back, for good', async () => {
    const before = await keysOf(world);
    const answer = await send('no marker', objects(world, putFailing(world, 'accepted/')));
    expect(answer.status).toBe(500);
    expect(await rowsOf(world, 'no marker')).toMatchObject([{ status: 'cancelled' }]);
    expect(await keysOf(world)).toEqual(before);
    expect(world.logged.filter(({ msg }) => msg === 'accepted')).toEqual([]);
  });

  test('S3 takes the marker but all its answers are lost: the marker goes too, or a restore would print the letter', async () => {
    const before = await keysOf(world);
    expect((await send('lost answers', objects(world, putFailing(world, 'accepted/', 10, true)))).status).toBe(500);
    expect(await keysOf(world)).toEqual(before);
  });

  test('Withdrawing works but its answer is lost: the row is asked', async () => {
    let calls = 0;
    const withdraw: LetterStore['withdraw'] = async (...call) => {
      const done = await world.deps.letters.withdraw(...call);
      calls += 1;
      if (calls === 1) throw new Error('away');
      return done;
    };
    const answer = await send('lost withdrawal', {
      ...objects(world, putFailing(world, 'accepted/')),
      ...letters(world, { withdraw }),
    });
    expect(answer.status).toBe(500);
    expect(calls).toBe(2);
    expect(await rowsOf(world, 'lost withdrawal')).toMatchObject([{ status: 'cancelled' }]);
  });
});

describe('When the letter is kept all the same, the answer is 201', () => {
  test('S3 takes the marker at the second try', async () => {
    expect((await send('second try', objects(world, putFailing(world, 'accepted/', 2)))).status).toBe(201);
    const [row] = await rowsOf(world, 'second try');
    expect(await keysOf(world, 'accepted/')).toContain(`accepted/2026-01-05/${String(row?.id)}.json`);
  });

  test('The row was committed but the answer of Postgres was lost', async () => {
    const accept: LetterStore['accept'] = async (letter) => {
      await world.deps.letters.accept(letter);
      throw new Error('away');
    };
    expect((await send('lost commit', letters(world, { accept }))).status).toBe(201);
    expect(await rowsOf(world, 'lost commit')).toMatchObject([{ status: 'pending-virus-check' }]);
    expect(world.logged.filter(({ msg }) => msg === 'accepted')).toHaveLength(1);
  });

  test('The marker fails, but a batch has claimed the letter: it will be printed', async () => {
    const withdraw: LetterStore['withdraw'] = async (serviceId, id, reason) => {
      const sha256 = parseSha256('0'.repeat(64));
      const day = parseDay('2026-01-05');
      if (!sha256 || !day) throw new Error('a wrong fixture');
      const pdf = { printKey: `2026-01-05/${id}.PDF`, sha256, bytes: 1, pages: 2, sheets: 1 };
      await createLetterStore(world.owner).prepared(id, pdf);
      const run = await world.deps.runs.openManual({
        day,
        cutOffAt: new Date(NOW.getTime() + 1),
        actor: 'a',
        reason: 'r',
      });
      await createBatchStore(world.owner).claimNext(run, DEFAULT_LIMITS);
      return world.deps.letters.withdraw(serviceId, id, reason);
    };
    const answer = await send('claimed', {
      ...objects(world, putFailing(world, 'accepted/')),
      ...letters(world, { withdraw }),
    });
    expect(answer.status).toBe(201);
    expect(await rowsOf(world, 'claimed')).toMatchObject([{ status: 'created' }]);
    expect(world.logged).toMatchObject([
      { level: 'error', msg: 'letter kept without its acceptance marker' },
      { msg: 'accepted' },
    ]);
  });

  test('Temporal is away: nobody waits for it', async () => {
    world.workflows.available = false;
    expect((await send('no Temporal', {})).status).toBe(201);
    world.workflows.available = true;
  });
});
