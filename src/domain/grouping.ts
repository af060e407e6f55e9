import type { LetterToPrint, ServiceId } from './letter';
import type { Postage } from './postage';
import { type Result, ok, refused } from './result';

export interface BatchLimits {
  /** Of PDFs, before zipping. */
  readonly maxBytes: number;
  readonly maxLetters: number;
}

export const DEFAULT_LIMITS: BatchLimits = { maxBytes: 500_000_000, maxLetters: 5_000 };

/** The printer takes no zip of 2 GB. */
const PRINTER_ZIP_BYTES = 2_000_000_000;
/** More than a stored entry adds in its two headers, for any name of ours. */
const ENTRY_BYTES = 512;

/** Limits under which no finished zip can reach what the printer refuses. */
export function checkLimits(limits: BatchLimits): Result<BatchLimits, string> {
  const { maxBytes, maxLetters } = limits;
  if (!Number.isSafeInteger(maxBytes) || maxBytes < 1) return refused('a batch must have room for a byte');
  if (!Number.isSafeInteger(maxLetters) || maxLetters < 1) return refused('a batch must have room for a letter');
  return maxBytes + (maxLetters + 1) * ENTRY_BYTES < PRINTER_ZIP_BYTES
    ? ok(limits)
    : refused('a zip of that many bytes and letters could reach the 2 GB which the printer refuses');
}

/** Letters of one service and postage class that travel in one zip, in order. */
export interface LetterGroup {
  readonly serviceId: ServiceId;
  readonly postage: Postage;
  readonly letters: readonly LetterToPrint[];
  readonly bytes: number;
}

interface OpenGroup extends LetterGroup {
  readonly letters: LetterToPrint[];
  bytes: number;
}

const open = (letter: LetterToPrint): OpenGroup => ({
  serviceId: letter.serviceId,
  postage: letter.postage,
  letters: [letter],
  bytes: letter.bytes,
});

const hasRoomFor = (group: OpenGroup, letter: LetterToPrint, { maxBytes, maxLetters }: BatchLimits): boolean =>
  group.serviceId === letter.serviceId &&
  group.postage === letter.postage &&
  group.letters.length < maxLetters &&
  group.bytes + letter.bytes <= maxBytes;

/**
 * Groups letters that come in order of service, postage, acceptance and id. A group closes before the letter that would take it over a limit;
 * exactly at the limit is allowed, and a single letter over the byte limit travels alone. Only the open group is held, so any number of letters
 * may pass.
 */
export function* group(letters: Iterable<LetterToPrint>, limits: BatchLimits): Generator<LetterGroup, undefined> {
  let current: OpenGroup | undefined;
  for (const letter of letters) {
    if (current && hasRoomFor(current, letter, limits)) {
      current.letters.push(letter);
      current.bytes += letter.bytes;
    } else {
      if (current) yield current;
      current = open(letter);
    }
  }
  if (current) yield current;
  return undefined;
}

/** The next batch's letters: the first group, reading no further than the letter that opens the second. */
export const takeGroup = (letters: Iterable<LetterToPrint>, limits: BatchLimits): LetterGroup | undefined =>
  group(letters, limits).next().value;
