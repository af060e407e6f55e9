import type { ReceivedLine } from '../printer/received-log';
import type { LedgerLetter } from './ledger';

const referenceOf = (entry: string): string => entry.split('.')[1] ?? entry;

/** How often the printer was sent each reference, by its own log. */
function countReceived(log: readonly ReceivedLine[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const line of log) {
    if (line.event !== 'received') continue;
    for (const { name } of line.entries) counts.set(referenceOf(name), (counts.get(referenceOf(name)) ?? 0) + 1);
  }
  return counts;
}

/** Everything that is not as it must be; empty when each letter reached the printer exactly once and has its right status. */
export function findFaults(
  letters: readonly LedgerLetter[],
  failed: ReadonlySet<string>,
  log: readonly ReceivedLine[],
): readonly string[] {
  const received = countReceived(log);
  const faults = log.flatMap((line) =>
    line.event === 'unreadable' ? [`the printer could not read ${line.file}`] : [],
  );
  for (const { reference, status } of letters) {
    const times = received.get(reference) ?? 0;
    if (times !== 1) faults.push(`${reference} reached the printer ${times} times`);
    const expected = failed.has(reference) ? 'temporary-failure' : 'delivered';
    if (status !== expected) faults.push(`${reference} is ${status}, not ${expected}`);
  }
  return faults;
}
