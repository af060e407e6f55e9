/** The only maker of failures that leave an activity. Messages go into histories: ids, names and counts only. */
import { ApplicationFailure, CancelledFailure } from '@temporalio/activity';
import { failureTypes } from '../contract';

type Kind = (typeof failureTypes)[keyof typeof failureTypes];

function failure(type: Kind, message: string, cause?: unknown): ApplicationFailure {
  const nonRetryable = type === failureTypes.final;
  return ApplicationFailure.create({ message, type, nonRetryable, ...(cause instanceof Error && { cause }) });
}

/** A fault that passes: tried again. */
export const retryLater = (message: string, cause?: unknown) => failure(failureTypes.retry, message, cause);

/** A permanent refusal: trying again changes nothing. */
export const finalFailure = (message: string) => failure(failureTypes.final, message);

/** Whether it happened is unknown: the next attempt looks before it acts. */
export const inDoubt = (message: string, cause?: unknown) => failure(failureTypes.inDoubt, message, cause);

/** Gives every other error the type that workflows know; the class name of a vendor's error would break with its next version. */
export function asFailure(error: unknown): Error {
  if (error instanceof ApplicationFailure || error instanceof CancelledFailure) return error;
  return retryLater(error instanceof Error ? error.message : String(error), error);
}
