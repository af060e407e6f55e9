/** The lines that files of the printer write to the log. */
import type { AppliedLines } from '../../domain/inbound-file';
import type { Sha256 } from '../../domain/letter';
import type { ActivityLog } from '../dependencies';

/** One line a letter that became final, one a letter whose sheets the printer counted otherwise. */
export function logApplied(log: ActivityLog, file: Sha256, { finished, sheetMismatches }: AppliedLines): void {
  for (const letter of finished) log.info(letter, 'letter final');
  for (const letter of sheetMismatches) log.error({ ...letter, file }, 'sheets differ from the printer');
}

export function logLettersFailed(log: ActivityLog, file: Sha256, count: number, references: readonly string[]): void {
  log.error({ error: 'LettersFailed', count, references, file }, 'letters failed at the printer');
}
