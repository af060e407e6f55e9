import type { BatchId } from '../../domain/batch';
import { deadlineOf } from '../../domain/calendar';
import type { BatchSnapshot } from '../../contract';
import type { ActivityDependencies } from '../dependencies';
import { findBatch } from './batch-row';
import { finalFailure } from '../failures';

const instant = (at: Date | null): string | null => at && at.toISOString();

/** Reads a batch's row as its workflow sees it. Throws Final when the calendar does not reach to its deadline. */
export function createSnapshot({ batches, calendar }: Pick<ActivityDependencies, 'batches' | 'calendar'>) {
  function dueAtOf(publishedAt: Date): Date {
    const due = deadlineOf(publishedAt, calendar);
    if (due.ok) return due.value;
    throw finalFailure(
      `The calendar of bank holidays knows ${calendar.firstKnown} to ${calendar.lastKnown}: refresh it, then retry`,
    );
  }

  return async (id: BatchId): Promise<BatchSnapshot> => {
    const batch = await findBatch(batches, id);
    const last = (await batches.acts(id)).at(-1);
    return {
      batchId: id,
      serviceId: batch.serviceId,
      day: batch.day,
      state: batch.state,
      held: batch.held,
      parkedReason: batch.parkedReason,
      letters: batch.zip?.letters ?? batch.letters,
      bytes: batch.zip?.bytes ?? batch.pdfBytes,
      zipName: batch.zip?.zipName ?? null,
      publishedAt: instant(batch.publishedAt),
      acknowledgedAt: instant(batch.acknowledgedAt),
      outstanding: await batches.countOutstanding(id),
      dueAt: instant(batch.publishedAt && dueAtOf(batch.publishedAt)),
      lastAct: last ? { act: last.act, actor: last.actor, reason: last.reason, at: last.at.toISOString() } : null,
    };
  };
}
