/** Each server away for a whole minute in the middle of a print run, with the time-outs of production. */
import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../support/eventually';
import { AFTER_A_CRASH, type PostroomUnderTest, startPostroom } from './postroom-under-test';

const A_MINUTE_MS = 60_000;

let postroom: PostroomUnderTest;
beforeAll(async () => {
  postroom = await startPostroom({ BATCH_MAX_LETTERS: '2' });
}, 300_000);
afterAll(() => postroom.end(), 180_000);

interface Outage {
  readonly goes: () => Promise<unknown>;
  readonly comes: () => Promise<unknown>;
}

const killed = (name: 'Postgres' | 'Temporal' | 'versitygw', signal: NodeJS.Signals): Outage => ({
  goes: () => postroom.stack.server(name).kill(signal),
  comes: () => postroom.stack.server(name).start(),
});

const OUTAGES: Readonly<Record<string, Outage>> = {
  'T1 Temporal': killed('Temporal', 'SIGKILL'),
  'P1 Postgres': killed('Postgres', 'SIGQUIT'),
  'The S3 server': killed('versitygw', 'SIGKILL'),
  'The printer': {
    goes: () => postroom.printer.control({ line: { listening: false } }),
    comes: () => postroom.printer.control({ line: { listening: true } }),
  },
};

/** Some zips of the run are with the printer, others are not yet. */
async function inTheMiddleOf(run: { readonly day: string; readonly runNo: number }): Promise<void> {
  await eventually(async () => {
    const { rows } = await postroom.database.query<{ state: string }>(
      'select state from batches where print_day = $1 and run_no = $2',
      [run.day, run.runNo],
    );
    return rows.some(({ state }) => state === 'sealed');
  }, AFTER_A_CRASH);
}

test.each(Object.keys(OUTAGES))('%s is away for a minute: each letter is printed once', async (name) => {
  const outage = OUTAGES[name];
  if (!outage) throw new Error(`no outage ${name}`);
  const letters = await postroom.letters(6);
  await postroom.printer.control({ line: { bytesPerSecond: 20_000 } });
  await inTheMiddleOf(await postroom.startRun());
  await outage.goes();
  await pause(A_MINUTE_MS);
  await outage.comes();
  await postroom.printer.control({ line: { bytesPerSecond: null } });
  await eventually(() => postroom.untilStatus(letters, 'delivered', AFTER_A_CRASH), AFTER_A_CRASH);
  expect(await postroom.timesPrinted(letters)).toEqual(letters.map(() => 1));
});
