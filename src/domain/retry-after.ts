/** How much patience a `Retry-After` header asks for, in seconds or as a date; nothing where it says nothing of the kind. */
export function retryAfterMs(header: string | null, nowMs: number): { readonly afterMs?: number } {
  if (header === null) return {};
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) && ms > 0 ? { afterMs: ms } : {};
}
