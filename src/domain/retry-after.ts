/** Every form of a date that HTTP knows has a time of day; `Date.parse` alone would make one of many a word. */
const TIME_OF_DAY = /\d\d:\d\d:\d\d/;

/** How much patience a `Retry-After` header asks for, in seconds or as a date; nothing where it says nothing of the kind. */
export function retryAfterMs(header: string | null, nowMs: number): { readonly afterMs?: number } {
  if (header === null) return {};
  const seconds = /^\d+$/.test(header) ? Number(header) : undefined;
  const dateMs = TIME_OF_DAY.test(header) ? Date.parse(header) - nowMs : 0;
  const ms = seconds === undefined ? dateMs : Math.min(seconds * 1_000, Number.MAX_SAFE_INTEGER);
  return ms > 0 ? { afterMs: ms } : {};
}
