import { ActivityFailure, isCancellation } from '@temporalio/workflow';

/** Why an activity gave up for good, so that a person must look. Throws again what is no such refusal. */
export function refusalOf(error: unknown): string {
  if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
  return `${error.activityType}: ${error.cause?.message ?? 'refused for good'}`;
}
