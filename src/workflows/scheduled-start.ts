import { ApplicationFailure, workflowInfo } from '@temporalio/workflow';
import { failureTypes } from '../contract';

/** The nominal time of a scheduled start, set by the server on every workflow that a Schedule starts. */
const SCHEDULED_START = 'TemporalScheduledStartTime';

/** A search attribute's instant, in any of the shapes that server and replay have given it: an array, a Date or a text. */
export function instantOf(value: unknown): Date | undefined {
  const one: unknown = Array.isArray(value) ? value[0] : value;
  if (!(one instanceof Date) && typeof one !== 'string') return undefined;
  const instant = new Date(one);
  return Number.isNaN(instant.getTime()) ? undefined : instant;
}

/**
 * The instant that a scheduled workflow is about, as ISO 8601 in UTC. Never the clock: a start that is late, even by days,
 * still prints and checks its own day. Fails the workflow when no Schedule started it.
 */
export function scheduledStart(): string {
  // The typed getter knows only payloads that carry their type; the map has them all.
  const { searchAttributes }: { readonly searchAttributes: Readonly<Record<string, unknown>> } = workflowInfo();
  const instant = instantOf(searchAttributes[SCHEDULED_START]);
  if (instant) return instant.toISOString();
  throw ApplicationFailure.nonRetryable('Started by no Schedule and without an instant', failureTypes.final);
}
