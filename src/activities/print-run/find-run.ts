import type { Day } from '../../domain/calendar';
import type { PrintRun } from '../../domain/print-run';
import type { RunStore } from '../../ports';
import { finalFailure } from '../failures';

export async function findRun(
  runs: Pick<RunStore, 'find'>,
  { day, runNo }: { day: Day; runNo: number },
): Promise<PrintRun> {
  const run = await runs.find(day, runNo);
  if (!run) throw finalFailure(`No print run ${day}.${runNo}`);
  return run;
}
