import type { BatchId } from './batch';
import { type LetterStatus, type Reference, parseReference } from './letter';
import { type Result, ok, refused } from './result';
import { linesOf } from './text-lines';

/** What became of the references of a list of letters that came back; each stands in one of these. */
export interface ReturnedLetters {
  readonly returned: readonly Reference[];
  /** Were told before. */
  readonly again: readonly Reference[];
  /** Stand where no letter can come back from. */
  readonly notMovable: readonly { readonly reference: Reference; readonly status: LetterStatus }[];
  readonly unknown: readonly string[];
  /** Whose letters were still `sending`. */
  readonly batches: readonly BatchId[];
}

export interface ReferenceList {
  /** Each once, in their order. */
  readonly references: readonly Reference[];
  /** Further mentions of one of them. */
  readonly repeated: readonly Reference[];
  /** What cannot be a reference of ours; its first 100 characters. */
  readonly foreign: readonly string[];
}

const SHOWN = 100;

function entriesOf(text: string): Result<readonly string[], string> {
  if (/[\0\uFFFD]/.test(text)) return refused('The list is not readable as text');
  if (!text.trim().startsWith('[')) return ok([...linesOf(text)]);
  try {
    const list: unknown = JSON.parse(text.trim());
    if (Array.isArray(list) && list.every((entry) => typeof entry === 'string')) return ok(list);
  } catch {
    // Said below.
  }
  return refused('The list begins like JSON and is no list of texts');
}

/** References of 16 letters and digits, one a line or as a JSON list, in any case of their letters. */
export function parseReferenceList(text: string): Result<ReferenceList, string> {
  const entries = entriesOf(text);
  if (!entries.ok) return entries;
  const references = new Set<Reference>();
  const repeated: Reference[] = [];
  const foreign: string[] = [];
  for (const entry of entries.value.map((raw) => raw.trim()).filter((entry) => entry !== '')) {
    const reference = parseReference(entry.toUpperCase());
    if (!reference) foreign.push(entry.slice(0, SHOWN));
    else if (references.has(reference)) repeated.push(reference);
    else references.add(reference);
  }
  if (references.size + foreign.length === 0) return refused('The list is empty: give references, one a line');
  return ok({ references: [...references], repeated, foreign });
}
