/** Wrong input: the message is one line that says what to do. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for is not there. Exit code 1. */
export class NotFound extends Error {
  override readonly name = 'NotFound';
}

export const EXIT = { done: 0, notFound: 1, usage: 2, fault: 3 } as const;
