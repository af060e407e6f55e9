/** What operators see, the same on the API and on the command line: JSON with names in snake case. */
import { workflowIds } from '../contract';
import type { Batch } from '../domain/batch';
import type { RecordedAct } from '../domain/batch-acts';
import type { Hold } from '../domain/hold';
import { classOf } from '../domain/postage';
import type { PrintRun, PrintRunTotals } from '../domain/print-run';
import type { RunVolumes } from '../domain/volumes';

/** The scheduled run's workflow has an id of Temporal's making, which stands as the run's owner. */
const workflowIdOf = ({ actor, owner, day, runNo }: PrintRun): string =>
  actor === null ? owner : workflowIds.printRun(day, runNo);

export const viewRun = (run: PrintRun) => ({
  day: run.day,
  run_no: run.runNo,
  workflow_id: workflowIdOf(run),
  cut_off_at: run.cutOffAt.toISOString(),
  actor: run.actor,
  state: run.state,
  created_at: run.createdAt.toISOString(),
});

export const viewRunWithTotals = (run: PrintRun, totals: PrintRunTotals) => ({ ...viewRun(run), ...totals });

/** Of sealed batches alone; `class` as it stands in file names at the printer. */
export const viewVolumes = ({ classes, unsealed }: RunVolumes) => ({
  classes: classes.map(({ postage, letters, sheets }) => ({ postage, class: classOf(postage), letters, sheets })),
  unsealed_batches: unsealed,
});

export const viewAct = ({ act, actor, reason, at }: RecordedAct) => ({ act, actor, reason, at: at.toISOString() });

const textOf = (instant: Date | null): string | null => instant && instant.toISOString();

export const viewHold = (hold: Hold) => ({
  id: hold.id,
  service_id: hold.serviceId,
  postage: hold.postage,
  actor: hold.actor,
  reason: hold.reason,
  placed_at: hold.placedAt.toISOString(),
  lifted_at: textOf(hold.liftedAt),
  lifted_by: hold.liftedBy,
  lift_reason: hold.liftReason,
});

export const viewBatch = (batch: Batch) => ({
  id: batch.id,
  workflow_id: workflowIds.letterBatch(batch.id),
  day: batch.day,
  run_no: batch.runNo,
  service_id: batch.serviceId,
  postage: batch.postage,
  number: batch.number,
  position: batch.position,
  state: batch.state,
  held: batch.held,
  parked_reason: batch.parkedReason,
  letters: batch.letters,
  pdf_bytes: batch.pdfBytes,
  zip: batch.zip && {
    name: batch.zip.zipName,
    sha256: batch.zip.sha256,
    bytes: batch.zip.bytes,
    letters: batch.zip.letters,
  },
  temp: batch.temp,
  created_at: batch.createdAt.toISOString(),
  intent_at: textOf(batch.intentAt),
  rename_issued_at: textOf(batch.renameIssuedAt),
  published_at: textOf(batch.publishedAt),
  acknowledged_at: textOf(batch.acknowledgedAt),
});
