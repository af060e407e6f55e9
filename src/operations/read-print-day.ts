import type { Day } from '../domain/calendar';
import type { BatchStore, RunStore } from '../ports';
import { viewRunWithTotals } from './views';

/** A day's runs with what each has claimed, and the day's batches by state. */
export async function readPrintDay(day: Day, { runs, batches }: { runs: RunStore; batches: BatchStore }) {
  const ofDay = await runs.ofDay(day);
  const [batchesByState, ...viewed] = await Promise.all([
    batches.countByState(day),
    ...ofDay.map(async (run) => viewRunWithTotals(run, await runs.totals(run.day, run.runNo))),
  ]);
  return { day, runs: viewed, batches_by_state: batchesByState };
}
