import type { Day } from '../domain/calendar';
import type { PrintRun } from '../domain/print-run';
import type { BatchStore, RunStore, VolumeStore } from '../ports';
import { viewRunWithTotals, viewVolumes } from './views';

interface Dependencies {
  readonly runs: RunStore;
  readonly batches: BatchStore;
  readonly volumes: VolumeStore;
}

/** A day's runs with what each has claimed and what the printer has to expect of it, and the day's batches by state. */
export async function readPrintDay(day: Day, { runs, batches, volumes }: Dependencies) {
  const view = async (run: PrintRun) => ({
    ...viewRunWithTotals(run, await runs.totals(run.day, run.runNo)),
    volumes: viewVolumes(await volumes.ofRun(run.day, run.runNo)),
  });
  const ofDay = await runs.ofDay(day);
  const [batchesByState, ...viewed] = await Promise.all([batches.countByState(day), ...ofDay.map(view)]);
  return { day, runs: viewed, batches_by_state: batchesByState };
}
