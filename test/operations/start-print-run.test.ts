import type { RunOrder } from '../../src/operations/start-print-run';
import { RunNotStarted, startPrintRun } from '../../src/operations/start-print-run';
import { parseDay } from '../../src/domain/calendar';
import { fixture } from '../cli/letters';
import { type CliWorld, createCliWorld } from '../cli/world';

let world: CliWorld;
beforeAll(async () => (world = await createCliWorld()));
afterAll(() => world.close());

const order = (day: string, changes: Partial<RunOrder> = {}): RunOrder => ({
  day: fixture(parseDay(day)),
  actor: 'alex',
  reason: 'to see',
  ...changes,
});

test('The row stands before Temporal is asked, so a run that could not be started is taken up again', async () => {
  world.temporal.available = false;
  await expect(startPrintRun(order('2026-01-02'), world.deps)).rejects.toThrow(RunNotStarted);
  expect(await world.deps.runs.ofDay(fixture(parseDay('2026-01-02')))).toMatchObject([{ runNo: 2, state: 'open' }]);
  world.temporal.available = true;
  expect(await startPrintRun(order('2026-01-02'), world.deps)).toMatchObject({
    kind: 'taken-up',
    run: { runNo: 2 },
    workflowId: 'print-run-2026-01-02-2',
  });
});

test('A run that was dispatched is over: the same order is a further run of what is left', async () => {
  const first = await startPrintRun(order('2026-01-03'), world.deps);
  if (first.kind === 'refused') throw new Error(first.message);
  await world.owner.runs.finish(first.run.day, first.run.runNo);
  expect(await startPrintRun(order('2026-01-03'), world.deps)).toMatchObject({ kind: 'started', run: { runNo: 3 } });
});

test("Another cut-off is another run, and the scheduled run is never taken for an operator's", async () => {
  const day = fixture(parseDay('2026-01-04'));
  const cutOff = new Date('2026-01-04T17:30:00Z');
  await world.owner.runs.openScheduled({ day, cutOffAt: cutOff, owner: 'print-run-2026-01-04T17:50:00Z' });
  expect(await startPrintRun(order('2026-01-04'), world.deps)).toMatchObject({ kind: 'started', run: { runNo: 2 } });
  expect(await startPrintRun(order('2026-01-04', { cutOff: 'now' }), world.deps)).toMatchObject({
    kind: 'started',
    run: { runNo: 3 },
  });
});

test('What the rule refuses leaves no row', async () => {
  const refusal = await startPrintRun({ actor: 'alex', reason: 'early' }, world.deps);
  expect(refusal).toMatchObject({ kind: 'refused' });
  expect(await world.deps.runs.ofDay(fixture(parseDay('2026-01-05')))).toEqual([]);
});
