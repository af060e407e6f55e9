import { continueAsNew, setCurrentDetails, sleep, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { type BatchId, parseBatchId } from '../domain/batch';
import { type PrintRunInput, type PrintRunResult, searchAttributes } from '../contract';
import { bulk, database } from './activity-options';
import { scheduledStart } from './scheduled-start';
import { startBatches } from './start-children';

/** How far a run has come; small enough to travel over a continue-as-new. */
type Place = NonNullable<PrintRunInput['resume']>;

const PREPARING_MS = 20 * 60_000;
const PREPARING_POLL_MS = 15_000;

/**
 * Collates one print day: waits while its letters are being prepared, claims batch by batch, starts one workflow for each,
 * and for every open batch of any run that has none. It awaits only their starts; batches live until their own deadline.
 */
export async function printRun(input: PrintRunInput = {}): Promise<PrintRunResult> {
  const opened = await openRun(input);
  const { day, runNo } = opened;
  upsertSearchAttributes([{ key: searchAttributes.printDay, value: day }]);
  if (opened.kind === 'other') return { kind: 'already-run', day, runNo };

  if (!input.resume) await waitWhilePreparing({ day, runNo }, input.waits);
  const claimed = await dispatchClaimed(input, opened.place);
  await takeUpOpenBatches(input, claimed);

  tell(opened.place, 'Counting what was taken');
  const totals = await bulk.finishRun('Close the run and name letters left behind', { day, runNo });
  return { kind: totals.letters === 0 ? 'nothing-to-do' : 'dispatched', day, runNo, ...totals };
}

/** An operator's run has its row already; the scheduled one opens its own, of the day for which it was scheduled. */
async function openRun({ resume, run }: PrintRunInput) {
  const known = resume ?? (run && { ...run, afterPosition: 0 });
  if (known) return { kind: 'own', day: known.day, runNo: known.runNo, place: known } as const;
  const asked = { scheduledAt: scheduledStart(), owner: workflowInfo().workflowId };
  const { kind, day, runNo } = await database.openRun(`Open the run of ${asked.scheduledAt}`, asked);
  return { kind, day, runNo, place: { day, runNo, afterPosition: 0 } };
}

/** A letter that is not ready in time goes with the next run. */
async function waitWhilePreparing(run: Pick<Place, 'day' | 'runNo'>, waits: PrintRunInput['waits']): Promise<void> {
  const until = Date.now() + (waits?.preparingMs ?? PREPARING_MS);
  const pollMs = waits?.preparingPollMs ?? PREPARING_POLL_MS;
  for (;;) {
    const preparing = await database.countPreparing('Letters still being prepared?', run);
    const left = until - Date.now();
    if (preparing === 0 || left <= 0) return;
    tell(
      run,
      `Waiting for ${preparing} letters that are being prepared, at most until ${new Date(until).toISOString()}`,
    );
    await sleep(Math.min(pollMs, left), { summary: `${preparing} letters are being prepared` });
  }
}

async function dispatchClaimed(input: PrintRunInput, from: Place): Promise<Place> {
  let place = from;
  while (place.openAfter === undefined) {
    const { day, runNo, afterPosition } = place;
    tell(place, `Claiming batches after place ${afterPosition}`);
    const page = await bulk.claimBatches(`Claim batches after place ${afterPosition}`, { day, runNo, afterPosition });
    await startBatches(page.batchIds);
    const isLast = page.batchIds.length === 0;
    place = isLast ? { ...place, openAfter: null } : { ...place, afterPosition: page.lastPosition };
    await continueWhenLong(input, place);
  }
  return place;
}

/** Losing Temporal's database loses no letter: what another run left open and alone goes on from its row. */
async function takeUpOpenBatches(input: PrintRunInput, from: Place): Promise<void> {
  let after = from.openAfter ?? null;
  for (;;) {
    tell(from, 'Seeing to the open batches of earlier runs');
    const page = await database.openBatches('Open batches of any run', { after });
    await startBatches(page.filter((batchId) => !isOf(from, batchId)));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last;
    await continueWhenLong(input, { ...from, openAfter: after });
  }
}

function isOf({ day, runNo }: Place, batchId: BatchId): boolean {
  const identity = parseBatchId(batchId);
  return identity?.day === day && identity.runNo === runNo;
}

async function continueWhenLong(input: PrintRunInput, resume: Place): Promise<void> {
  if (workflowInfo().continueAsNewSuggested) await continueAsNew<typeof printRun>({ ...input, resume });
}

function tell({ day, runNo }: Pick<Place, 'day' | 'runNo'>, what: string): void {
  setCurrentDetails(`**Print run ${runNo} of ${day}**\n\n${what}.`);
}
