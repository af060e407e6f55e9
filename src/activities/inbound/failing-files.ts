/** Three polls: what one broken connection or a short outage does is over by then. */
export const MOST_FAILURES = 3;

/** Which files fail to be taken in again and again. Remembers looks in memory: a worker that restarts waits a little longer. */
export function createFailingFiles() {
  let failures = new Map<string, number>();

  /** `failed`: the names that failed at this look. Answers with those that did so too often in a row. */
  return (failed: readonly string[]): readonly string[] => {
    failures = new Map(failed.map((name) => [name, (failures.get(name) ?? 0) + 1]));
    return failed.filter((name) => (failures.get(name) ?? 0) >= MOST_FAILURES);
  };
}
