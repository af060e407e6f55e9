import { workflowIds } from '../contract';
import { type ManualRunPlan, type ManualRunRequest, planManualRun } from '../domain/manual-run';
import type { PrintRun } from '../domain/print-run';
import type { Clock, RunStore, Workflows } from '../ports';

export interface RunDependencies {
  readonly runs: RunStore;
  readonly workflows: Workflows;
  readonly clock: Clock;
}

export interface RunOrder extends ManualRunRequest {
  readonly actor: string;
  readonly reason: string;
}

export type StartedRun =
  | { readonly kind: 'started' | 'taken-up'; readonly run: PrintRun; readonly workflowId: string }
  | { readonly kind: 'refused'; readonly message: string };

/** Thrown when the run stands in the table but Temporal did not take it; its message says how to go on. */
export class RunNotStarted extends Error {
  override readonly name = 'RunNotStarted';
  constructor({ day, runNo, cutOffAt }: PrintRun, cause: unknown) {
    super(
      `Run ${runNo} of ${day} is recorded, but Temporal could not be asked to start it. ` +
        `Ask again with the cut-off ${cutOffAt.toISOString()}: the same run is then taken up.`,
      { cause },
    );
  }
}

/** An operator's run of the same cut-off that is still open was asked for before: the order is the same one again. */
async function openRunOf({ day, cutOffAt }: ManualRunPlan, { runs }: RunDependencies): Promise<PrintRun | undefined> {
  const ofDay = await runs.ofDay(day);
  return ofDay.find(
    (run) => run.actor !== null && run.state === 'open' && run.cutOffAt.getTime() === cutOffAt.getTime(),
  );
}

/** Starts a further run of a day for an operator. The row comes first, so that a run which could not be started is not forgotten. */
export async function startPrintRun(
  { actor, reason, ...request }: RunOrder,
  deps: RunDependencies,
): Promise<StartedRun> {
  const plan = planManualRun(request, deps.clock.now());
  if (!plan.ok) return { kind: 'refused', message: plan.error };
  const open = await openRunOf(plan.value, deps);
  const run = open ?? (await deps.runs.openManual({ ...plan.value, actor, reason }));
  try {
    await deps.workflows.startRun(run);
  } catch (cause) {
    throw new RunNotStarted(run, cause);
  }
  return { kind: open ? 'taken-up' : 'started', run, workflowId: workflowIds.printRun(run.day, run.runNo) };
}
