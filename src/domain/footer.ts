/** A service's own words at the foot of each page of its letters: what a charity, a bank or a company must print there. */
import { placeholdersOf } from './placeholders';
import { type Result, ok, refused } from './result';
import { normaliseSpaces } from './white-space';

/** Its lines as they are printed, one to three; none is no footer. */
export type Footer = readonly string[];

/** Between the end of the text and the end of the printable area there is room for three. */
const MOST_LINES = 3;
/** The narrowest letter fills a line fewer times than this; how wide others are, only the typesetter knows. */
const MOST_CHARACTERS = 250;
/** What nobody sees, and what changes the order in which one reads. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function lineProblem(line: string): string | undefined {
  const [unseen] = UNSEEN.exec(line) ?? [];
  if (unseen !== undefined) {
    const code = unseen.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0');
    return `has an invisible character (U+${code})`;
  }
  if (normaliseSpaces(line) === '') return 'is empty';
  const { length } = Array.from(line);
  return length > MOST_CHARACTERS ? `has ${length} characters, and about 100 fit` : undefined;
}

/** Plain text, a line for each printed line; refused with what is wrong with it. Whether a line fits the paper is not known yet. */
export function readFooter(text: string): Result<Footer, string> {
  const lines = text.split(/\r?\n/u);
  if (lines.length > MOST_LINES) return refused(`it has ${lines.length} lines: ${MOST_LINES} at most`);
  for (const [index, line] of lines.entries()) {
    const problem = lineProblem(line);
    if (problem !== undefined) return refused(`line ${index + 1} ${problem}`);
  }
  const [placeholder] = placeholdersOf(text);
  if (placeholder !== undefined)
    return refused(`((${placeholder})) would stand there as it is: all letters have one footer`);
  return ok(lines.map((line) => normaliseSpaces(line.normalize('NFC'))));
}
