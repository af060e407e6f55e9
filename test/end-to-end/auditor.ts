import { readFileSync } from 'node:fs';

/** A letter that was answered with 201, by the reference its file bears, and the SHA-256 of what was sent in. */
export interface AcceptedLetter {
  readonly reference: string;
  readonly sha256: string;
}

interface LoggedLine {
  readonly event: string;
  readonly file: string;
  readonly entries?: readonly { readonly name: string; readonly sha256: string }[];
}

const counted = (names: readonly string[]): ReadonlyMap<string, number> =>
  names.reduce((counts, name) => counts.set(name, (counts.get(name) ?? 0) + 1), new Map<string, number>());

const manyOf = (names: readonly string[], what: string): string[] =>
  [...counted(names)].flatMap(([name, times]) => (times > 1 ? [`${what} ${name} came ${times} times`] : []));

/**
 * Holds the printer's own log against what was accepted, and names whatever is wrong: a letter that is missing, came twice
 * or with other bytes, an entry that nobody sent, a zip twice or unreadable. It shares no code with what it judges.
 */
export function audit(logText: string, accepted: readonly AcceptedLetter[]): readonly string[] {
  const lines = logText.split('\n').filter((line) => line !== '');
  const log = lines.map((line) => JSON.parse(line) as LoggedLine);
  const zips = log.filter(({ event }) => event === 'received');
  const entries = zips.flatMap((zip) => (zip.entries ?? []).map((entry) => ({ ...entry, zip: zip.file })));
  const referenceOf = (name: string) => name.split('.')[1] ?? name;
  const wanted = new Map(accepted.map(({ reference, sha256 }) => [reference, sha256]));
  const printed = new Set(entries.map(({ name }) => referenceOf(name)));
  return [
    ...log.flatMap(({ event, file }) => (event === 'unreadable' ? [`${file} could not be read`] : [])),
    ...manyOf(
      zips.map(({ file }) => file.toUpperCase()),
      'zip',
    ),
    ...manyOf(
      entries.map(({ name }) => referenceOf(name)),
      'letter',
    ),
    ...accepted.flatMap(({ reference }) => (printed.has(reference) ? [] : [`letter ${reference} is lost`])),
    ...entries.flatMap(({ name, sha256, zip }) => {
      const expected = wanted.get(referenceOf(name));
      if (expected === undefined) return [`${name} in ${zip} was never accepted`];
      return expected === sha256 ? [] : [`${name} in ${zip} has other bytes`];
    }),
  ];
}

/** The same over a printer's log file. */
export const auditFile = (file: string, accepted: readonly AcceptedLetter[]): readonly string[] =>
  audit(readFileSync(file, 'utf8'), accepted);
