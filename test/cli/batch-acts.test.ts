import type { ServiceId } from '../../src/domain/letter';
import { parseDay } from '../../src/domain/calendar';
import { DEFAULT_LIMITS } from '../../src/domain/grouping';
import { createLetter, fixture } from './letters';
import { type CliWorld, createCliWorld } from './world';

let world: CliWorld;
let service: ServiceId;
beforeAll(async () => {
  world = await createCliWorld();
  service = (await world.owner.services.create({ name: 'Fines', live: true })).id;
});
afterAll(() => world.close());

async function aBatch(): Promise<string> {
  await createLetter(world.owner.letters, service, 'case 1');
  const run = {
    day: fixture(parseDay('2026-01-05')),
    cutOffAt: new Date('2026-01-05T11:00:00Z'),
    actor: 'kim',
    reason: 'r',
  };
  const claimed = await world.owner.batches.claimNext(await world.owner.runs.openManual(run), DEFAULT_LIMITS);
  return fixture(claimed).id;
}

test('A hold says who, why and where the batch stands, and is shown with it', async () => {
  const id = await aBatch();
  const held = await world.run('batch', 'hold', id, '--reason', 'wrong leaflet', '--as', 'jo');
  expect(held).toMatchObject({ code: 0, error: '' });
  expect(held.out).toMatch(
    /^batch +2026-01-05\.[^]*\nact +hold\nby +jo\nreason +wrong leaflet\nstate +claimed\nheld +true\n/,
  );
  expect(world.temporal.told.at(-1)).toMatchObject({ act: 'hold', actor: 'jo', batchId: id });
  expect((await world.run('batch', 'show', id)).out).toMatch(
    /\nacts\nat +act +actor +reason\n\S+ +hold +jo +wrong leaflet$/,
  );
});

test('Each verb that may not be done is refused in one line with the reason', async () => {
  const id = await aBatch();
  expect(await world.run('batch', 'adopt', id, '--reason', 'seen')).toEqual({
    code: 2,
    out: '',
    error: 'postroom: adopt is refused: it has no sealed zip yet',
  });
  expect((await world.run('batch', 'release', id, '--reason', 'x')).error).toBe(
    'postroom: release is refused: it is not held',
  );
});

test('An abandoned batch is over: nothing else may be done to it', async () => {
  const id = await aBatch();
  expect(await world.json('batch', 'abandon', id, '--reason', 'printed by hand')).toMatchObject({
    state: 'abandoned',
    workflow_told: true,
  });
  expect((await world.run('batch', 'retry', id, '--reason', 'x')).error).toBe(
    'postroom: retry is refused: it is abandoned: nothing is left to do',
  );
});

test('Temporal is away: the act stands, and the last line says how it is taken up', async () => {
  const id = await aBatch();
  world.temporal.available = false;
  const said = await world.run('batch', 'hold', id, '--reason', 'wrong leaflet');
  world.temporal.available = true;
  expect(said.code).toBe(0);
  expect(said.out).toContain(`\n\nThe act stands, but Temporal could not be told`);
  expect(await world.json('batch', 'retry', id, '--reason', 'Temporal is back')).toMatchObject({ held: true });
});

test.each([
  ['no reason', 2, ['batch', 'hold', 'x']],
  ['no id', 2, ['batch', 'hold', 'x', '--reason', 'why']],
  ['an empty reason', 2, ['batch', 'hold', '2026-01-05.1.1.001.0f6a7a3e-3c52-4c33-8f4e-53cf3a0d7a11', '--reason', ' ']],
  ['no such batch', 1, ['batch', 'hold', '2026-01-05.1.1.001.0f6a7a3e-3c52-4c33-8f4e-53cf3a0d7a11', '--reason', 'why']],
  ['no instant', 2, ['batch', 'adopt', 'x', '--reason', 'why', '--published-at', 'noon']],
])('%s gives one line', async (_, code, argv) => {
  const said = await world.run(...argv);
  expect(said).toMatchObject({ code, out: '' });
  expect(said.error).not.toContain('\n');
});
