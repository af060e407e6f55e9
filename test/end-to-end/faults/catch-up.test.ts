import { setTimeout as pause } from 'node:timers/promises';
import { scheduleIds } from '../../../src/contract';
import { type Day, addDays, cutOffOf, londonDayOf } from '../../../src/domain/calendar';
import { zipKeyOf } from '../../../src/domain/names';
import { eventually } from '../../support/eventually';
import type { LetterRow } from '../postroom-under-test';
import { type FaultWorld, PATIENCE, openFaultWorld } from './world';

const MINUTE_MS = 60_000;

/**
 * A real server's clock cannot be set. So its own catch-up is shown by an instant some seconds ahead that it sleeps over;
 * the evenings of days are given to it by a backfill, which starts what the catch-up would start, by the same policies.
 */
describe('A print run that was missed', () => {
  let world: FaultWorld;
  const today = londonDayOf(new Date());

  beforeAll(async () => void (world = await openFaultWorld()), 300_000);
  afterAll(() => world.end(), 180_000);

  const schedule = () => world.temporal.schedule.getHandle(scheduleIds.printRun);
  const runAt = (spec: { readonly calendars: { hour: number; minute: number; second?: number }[]; timezone: string }) =>
    schedule().update(({ action, policies, state }) => ({ spec, action, policies, state }));
  const eveningOf = (day: Day) => new Date(cutOffOf(day).getTime() + 20 * MINUTE_MS);

  /** Letters as they were accepted an hour before the day's cut-off. */
  async function acceptedOn(day: Day): Promise<readonly LetterRow[]> {
    const letters = await world.letters(2);
    await world.database.query('update letters set created_at = $1 where id = any ($2)', [
      new Date(cutOffOf(day).getTime() - 60 * MINUTE_MS),
      letters.map(({ id }) => id),
    ]);
    return letters;
  }

  async function runsOf(day: Day) {
    const columns = 'run_no, state, owner';
    return (await world.database.query(`select ${columns} from print_runs where print_day = $1`, [day])).rows as {
      run_no: number;
      state: string;
      owner: string;
    }[];
  }

  async function expectRunOnce(day: Day, letters: readonly LetterRow[]): Promise<void> {
    await world.expectPrintedOnce(letters);
    expect(await runsOf(day)).toEqual([expect.objectContaining({ run_no: 1, state: 'dispatched' })]);
    for (const id of await world.batchesOf(letters)) {
      const batch = (await world.batch(id)) as { readonly day: string; readonly zip: { readonly name: string } };
      expect(batch.day).toBe(day);
      const { rows } = await world.database.query<{ zip_name: string }>('select zip_name from batches where id = $1', [
        id,
      ]);
      expect(await world.objects.head(zipKeyOf(day, rows[0]?.zip_name ?? ''))).toBeDefined();
    }
  }

  test("fires when Temporal is back, with the instant that was slept over and that day's folder", async () => {
    const letters = await acceptedOn(today);
    const due = new Date(Math.ceil(Date.now() / 1000) * 1000 + 12_000);
    const [hour = 0, minute = 0, second = 0] = due
      .toLocaleTimeString('en-GB', { timeZone: 'Europe/London' })
      .split(':')
      .map(Number);
    await runAt({ calendars: [{ hour, minute, second }], timezone: 'Europe/London' });
    await world.stack.worker.kill('SIGKILL');
    await world.stack.server('Temporal').kill('SIGKILL');
    expect(Date.now()).toBeLessThan(due.getTime());
    await pause(due.getTime() + 3_000 - Date.now());
    expect(await runsOf(today)).toEqual([]);
    await world.stack.server('Temporal').start();
    await world.stack.worker.start();
    await expectRunOnce(today, letters);
    const [run] = await runsOf(today);
    expect(run?.owner).toContain(due.toISOString().slice(0, 19));
  });

  test('from 17:40 to the next morning, and over three print days: every day runs once, with its own folder date', async () => {
    const days = [addDays(today, -3), addDays(today, -2), addDays(today, -1)] as const;
    const letters = [];
    for (const day of days) letters.push(await acceptedOn(day));
    await world.stack.worker.kill('SIGKILL');
    await world.stack.server('Temporal').kill('SIGKILL');
    await world.stack.server('Temporal').start();
    // As `schedules ensure` made it: the test before has moved the hour.
    await eventually(() => schedule().describe(), PATIENCE);
    await runAt({ calendars: [{ hour: 17, minute: 50 }], timezone: 'Europe/London' });
    const [first, , last] = days;
    await schedule().backfill({
      start: new Date(eveningOf(first).getTime() - 10 * MINUTE_MS),
      end: new Date(eveningOf(last).getTime() + 14 * 60 * MINUTE_MS),
    });
    await eventually(async () => (await schedule().describe()).info.recentActions.length > 1, PATIENCE);
    await pause(2_000); // all of them stand in line while nobody works
    await world.stack.worker.start();
    for (const [index, day] of days.entries()) await expectRunOnce(day, letters[index] ?? []);
  });

  test("the printer's log shows each letter with a 201 exactly once", async () => {
    expect(await world.findings()).toEqual([]);
  });
});
