import type { BatchLimits } from '../domain/grouping';
import { type ManualRunRequest, whenToCut } from '../domain/manual-run';
import { LEFT_OUT, type LeftOut } from '../domain/run-plan';
import type { BatchStore, Clock } from '../ports';

export interface PlanDependencies {
  readonly batches: BatchStore;
  readonly clock: Clock;
  /** Those of the workers: other limits would make other batches. */
  readonly limits: BatchLimits;
}

const viewLeftOut = ({ letters, named }: LeftOut) => ({
  letters,
  named: named.map(({ id, reference, batchId, holdId }) => ({
    id,
    reference,
    ...(batchId ? { batch_id: batchId } : {}),
    ...(holdId ? { hold_id: holdId } : {}),
  })),
});

/** What a run would do now, and why it would leave the rest. Nothing is written; a cut-off that lies ahead is fine. */
export async function planPrintRun(request: ManualRunRequest, { batches, clock, limits }: PlanDependencies) {
  const wanted = whenToCut(request, clock.now());
  if (!wanted.ok) return { kind: 'refused', why: wanted.error } as const;
  const { day, cutOffAt } = wanted.value;
  const plan = await batches.plan(cutOffAt, limits);
  const sum = (of: (batch: (typeof plan.batches)[number]) => number) =>
    plan.batches.reduce((total, batch) => total + of(batch), 0);
  const view = {
    day,
    cut_off_at: cutOffAt.toISOString(),
    totals: { batches: plan.batches.length, letters: sum(({ letters }) => letters), bytes: sum(({ bytes }) => bytes) },
    batches: plan.batches.map(({ serviceId: service_id, ...rest }) => ({ service_id, ...rest })),
    left_out: Object.fromEntries(LEFT_OUT.map((reason) => [reason, viewLeftOut(plan.leftOut[reason])])),
    test_letters: plan.testLetters,
  };
  return { kind: 'planned', view, plan } as const;
}
