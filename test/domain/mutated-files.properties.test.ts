import fc from 'fast-check';
import { parseAcknowledgementFile } from '../../src/domain/acknowledgement-file';
import { type NumberedResponseLine, decideLine, parseResponseFile } from '../../src/domain/response-file';
import { runs } from './arbitraries';
import { VALID, damagedAcknowledgements, damagedResponses, written } from './mutated-files';

const LETTER = { status: 'sending', sheets: 1, batchIntentAt: new Date(0), batchPublishedAt: new Date(0) } as const;

/** Applies lines as the store does, to letters that are all `sending`: every line has an outcome. */
function outcomesOf(lines: readonly NumberedResponseLine[]): readonly string[] {
  const said = new Map<string, NumberedResponseLine>();
  return lines.map((line) => {
    const earlier = said.get(line.reference)?.status;
    if (!earlier) said.set(line.reference, line);
    return decideLine({ letter: LETTER, line, fileAt: new Date(0), earlier }).outcome;
  });
}

test('R1–R7: ten thousand damaged response files are read whole or refused whole, no line unaccounted', () => {
  const seen = { read: 0, refused: 0 };
  fc.assert(
    fc.property(damagedResponses, (text) => {
      const lines = written(text);
      const parsed = parseResponseFile(text);
      if (!parsed.ok) {
        seen.refused += 1;
        return parsed.error.reason !== '' && parsed.error.line >= 1 && parsed.error.line <= lines.length;
      }
      seen.read += 1;
      const filled = lines.filter((line) => line.trim() !== '');
      const outcomes = outcomesOf(parsed.value.lines);
      return (
        parsed.value.lines.length === filled.length &&
        parsed.value.lines.every(({ line }) => VALID.test(lines[line - 1] ?? '')) &&
        parsed.value.lines.every(
          ({ line, status: to }) => (to === 'delivered') === / *\| *Sent *\|/.test(lines[line - 1] ?? ''),
        ) &&
        parsed.value.counts.sorted + parsed.value.counts.unsorted === filled.length &&
        outcomes.every((outcome) => ['delivered', 'failed', 'repeated', 'conflicting'].includes(outcome))
      );
    }),
    runs,
  );
  // Both ways must have been gone often, or the property says nothing.
  expect(Math.min(seen.read, seen.refused)).toBeGreaterThan(runs.numRuns / 10);
});

test('Row 8: of ten thousand damaged acknowledgement files each line is read or named, and every name is in upper case', () => {
  const seen = { good: 0, bad: 0 };
  fc.assert(
    fc.property(damagedAcknowledgements, (text) => {
      const { lines, unreadable } = parseAcknowledgementFile(text);
      seen.good += lines.length;
      seen.bad += unreadable.length;
      const filled = written(text).filter((line) => line.trim() !== '');
      return (
        lines.length + unreadable.length === filled.length &&
        lines.every(({ zipName, at }) => zipName === zipName.toUpperCase() && !Number.isNaN(at.getTime()))
      );
    }),
    runs,
  );
  expect(Math.min(seen.good, seen.bad)).toBeGreaterThan(runs.numRuns / 10);
});
