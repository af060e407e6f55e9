import { type Day, parseDay } from './calendar';
import { type LetterStatus, type Reference, isFinal } from './letter';
import { type Result, ok, refused } from './result';
import { linesOf } from './text-lines';

export type ResponseStatus = 'delivered' | 'temporary-failure';

export interface ResponseLine {
  /** As written, upper case; it need not be one of ours. */
  readonly reference: string;
  readonly status: ResponseStatus;
  /** The printer's count of sheets. */
  readonly pages: number;
  readonly costThreshold: 'sorted' | 'unsorted';
  readonly despatchedOn: Day | null;
}

export interface NumberedResponseLine extends ResponseLine {
  readonly line: number;
}

/** What a printer would have answered for a test letter: sent, on no paper, so that its count of sheets agrees. */
export const fakeResponseLine = (reference: Reference): string => `${reference}|Sent|0|Sorted\n`;

export interface SortedCounts {
  readonly billingDay: Day;
  readonly sorted: number;
  readonly unsorted: number;
}

/** Why a whole file is refused, and where. */
export interface ResponseFileRefusal {
  readonly line: number;
  readonly reason: string;
}

/** How many lines of a file were sorted and unsorted; they belong to the London day of the time stamp in its name. */
export type ThresholdCounts = Omit<SortedCounts, 'billingDay'>;

const LONGEST_REFERENCE = 100;
const LONGEST_LINE = 1_000;

function parseReferenceField(field: string): Result<string, string> {
  if (field === '') return refused('the reference is missing');
  return field.length > LONGEST_REFERENCE ? refused('the reference is too long') : ok(field.toUpperCase());
}

function parseThreshold(field: string): ResponseLine['costThreshold'] | undefined {
  const threshold = field.toLowerCase();
  return threshold === 'sorted' || threshold === 'unsorted' ? threshold : undefined;
}

/** One line, `reference|Status|page count|cost threshold` and, in newer files, `|despatch date` (which may be left empty). */
function parseResponseLine(text: string): Result<ResponseLine, string> {
  if (/[\0\uFFFD]/.test(text)) return refused('the line is not readable as text');
  const fields = text.split('|').map((field) => field.trim());
  if (fields.length !== 4 && fields.length !== 5) return refused(`4 or 5 fields are expected, not ${fields.length}`);
  const [referenceField = '', status = '', pages = '', thresholdField = '', despatchField = ''] = fields;
  const reference = parseReferenceField(referenceField);
  if (!reference.ok) return reference;
  if (!/^\d{1,6}$/.test(pages)) return refused('the page count is not a number');
  const costThreshold = parseThreshold(thresholdField);
  if (!costThreshold) return refused('the cost threshold is neither sorted nor unsorted');
  const despatchedOn = parseDay(despatchField) ?? null;
  if (despatchField !== '' && !despatchedOn) return refused('the despatch date is not a date');
  return ok({
    reference: reference.value,
    status: status === 'Sent' ? 'delivered' : 'temporary-failure',
    pages: Number(pages),
    costThreshold,
    despatchedOn,
  });
}

/** Reads a file of any length line by line and holds none of them. */
export interface ResponseFileReader {
  /** The next line; undefined for an empty one, which is allowed only at the end. */
  take(line: string): Result<NumberedResponseLine | undefined, ResponseFileRefusal>;
  /** No line is left. */
  end(): Result<ThresholdCounts, ResponseFileRefusal>;
}

export function createResponseFileReader(): ResponseFileReader {
  const counts = { sorted: 0, unsorted: 0 };
  let line = 0;
  let emptyLine: number | undefined;
  return {
    take: (raw) => {
      line += 1;
      if (raw.length > LONGEST_LINE)
        return refused({ line, reason: `the line has more than ${LONGEST_LINE} characters` });
      const text = raw.trim(); // takes the carriage return and the byte order mark too
      if (text === '') {
        emptyLine ??= line;
        return ok(undefined);
      }
      if (emptyLine !== undefined) return refused({ line: emptyLine, reason: 'there is an empty line before the end' });
      const parsed = parseResponseLine(text);
      if (!parsed.ok) return refused({ line, reason: parsed.error });
      counts[parsed.value.costThreshold] += 1;
      return ok({ ...parsed.value, line });
    },
    end: () =>
      counts.sorted + counts.unsorted === 0 ? refused({ line: 1, reason: 'the file is empty' }) : ok({ ...counts }),
  };
}

export interface ResponseFile {
  readonly lines: readonly NumberedResponseLine[];
  readonly counts: ThresholdCounts;
}

/** The whole file, or the first reason to refuse it: one wrong line and none of the others counts. */
export function parseResponseFile(file: string | Iterable<string>): Result<ResponseFile, ResponseFileRefusal> {
  const reader = createResponseFileReader();
  const lines: NumberedResponseLine[] = [];
  for (const text of typeof file === 'string' ? linesOf(file) : file) {
    const line = reader.take(text);
    if (!line.ok) return line;
    if (line.value) lines.push(line.value);
  }
  const counts = reader.end();
  return counts.ok ? ok({ lines, counts: counts.value }) : counts;
}

/** A letter and its batch as the store knows them when a line names it. */
export interface AnsweredLetter {
  readonly status: LetterStatus;
  readonly sheets: number | null;
  /** When the batch's intent was recorded; null without a batch or an intent. */
  readonly batchIntentAt: Date | null;
  readonly batchPublishedAt: Date | null;
}

export interface LineToDecide {
  /** Undefined when no letter has the line's reference. */
  readonly letter: AnsweredLetter | undefined;
  readonly line: ResponseLine;
  /** The instant in the file's name. */
  readonly fileAt: Date;
  /** What an earlier line of the same file said of this reference. */
  readonly earlier?: ResponseStatus | undefined;
}

/** `sentAt` is to be set with the move to `sending`. */
type LetterMove = { readonly status: 'sending'; readonly sentAt: Date } | { readonly status: ResponseStatus };

/** What became of one line of a response file. */
export const LINE_OUTCOMES = [
  'delivered',
  'failed',
  'already-final',
  'unknown-reference',
  'no-intent',
  'repeated',
  'conflicting',
] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

export interface LineDecision {
  readonly outcome: LineOutcome;
  /** To be made in this order, in one transaction. */
  readonly moves: readonly LetterMove[];
  /** The printer counted other sheets than we did; the status stands all the same. */
  readonly sheetMismatch: boolean;
}

const UNAPPLIED: readonly LineOutcome[] = ['unknown-reference', 'no-intent'];

/** Such a line is kept and tried again later; every other outcome is for good. */
export const staysUnapplied = (outcome: LineOutcome): boolean => UNAPPLIED.includes(outcome);

const withoutMoves = (outcome: LineOutcome): LineDecision => ({ outcome, moves: [], sheetMismatch: false });

/**
 * What one line does to its letter. The first line of a file counts, a final status stays. A letter still `created` whose batch has an intent was
 * answered quicker than we marked it: it becomes `sending` on the way.
 */
export function decideLine({ letter, line, fileAt, earlier }: LineToDecide): LineDecision {
  if (earlier) return withoutMoves(earlier === line.status ? 'repeated' : 'conflicting');
  if (!letter) return withoutMoves('unknown-reference');
  if (isFinal(letter.status)) return withoutMoves('already-final');
  const answer: LetterMove = { status: line.status };
  const decision = {
    outcome: line.status === 'delivered' ? 'delivered' : 'failed',
    sheetMismatch: letter.sheets !== null && letter.sheets !== line.pages,
  } as const;
  if (letter.status === 'sending') return { ...decision, moves: [answer] };
  if (letter.status !== 'created' || !letter.batchIntentAt) return withoutMoves('no-intent');
  return { ...decision, moves: [{ status: 'sending', sentAt: letter.batchPublishedAt ?? fileAt }, answer] };
}
