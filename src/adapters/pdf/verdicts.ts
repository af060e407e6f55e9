import { type Inspection, MOST_PAGES } from '../../domain/letter';

export const UNREADABLE: Inspection = { kind: 'refused', reason: 'unable-to-read-the-file' };
export const TOO_LONG: Inspection = { kind: 'refused', reason: 'letter-too-long' };

/** A child's message, taken for a verdict only in the forms it may have: a hostile file may have got hold of the child. */
export function parseVerdict(message: unknown): Inspection | undefined {
  const { kind, reason, pages } = (message ?? {}) as Record<string, unknown>;
  if (kind === 'refused')
    return [UNREADABLE, TOO_LONG].find((refusal) => 'reason' in refusal && refusal.reason === reason);
  const counted = typeof pages === 'number' && Number.isInteger(pages) && pages >= 1 && pages <= MOST_PAGES;
  return kind === 'letter' && counted ? { kind, pages } : undefined;
}
