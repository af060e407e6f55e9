/** The lines of a letter's body, and what a line can begin in Notify's Markdown (mistune 0.8.4, as notifications-utils changes it). */

const TAB = '    ';
const QUOTE = /^(?: *\^ ?)+(?=.)/u;

/** Rules break the page in a letter: `***`, `---`, `* * *`. */
export const isPageBreak = (line: string): boolean => /^ {0,3}[-*_](?: ?[-*_]){2,}$/u.test(line);

/** Under a line of text: `===` makes it a heading, `---` a paragraph. */
export const isUnderline = (line: string): boolean => /^ *[=-]+$/u.test(line);

/** Text as it stands, whatever it would begin without so many spaces before it. */
export const isIndented = (line: string): boolean => line.startsWith(TAB);

/** One level of headings is printed as such; the others are paragraphs. */
export function headingOf(line: string): { readonly level: number; readonly text: string } | undefined {
  const [, marks = '', rest = ''] = /^ *(#{1,6}) ?(.*)$/u.exec(line) ?? [];
  const text = rest.replace(/ ?(?<!#)#+$/u, '');
  return text === '' ? undefined : { level: marks.length, text };
}

export interface ListItem {
  readonly indent: number;
  /** Null for a bullet. */
  readonly number: number | null;
  readonly text: string;
}

/** `-` and a number need a space after them: `-5` and `10.30am` are text. Up to nine digits, as more are no place in a list. */
export function listItemOf(line: string): ListItem | undefined {
  const match = /^( *)(?:[*•] ?|- |([0-9]{1,9})\. )(.+)$/u.exec(line);
  if (!match) return undefined;
  const [, spaces = '', digits, text = ''] = match;
  return { indent: spaces.length, number: digits === undefined ? null : Number(digits), text };
}

/** Within a paragraph every mark needs its space. */
const interruptsParagraph = (line: string): boolean => /^ *(?:[*•-]|[0-9]{1,9}\.) ./u.test(line);

/** Whether a line belongs to the paragraph of the line before it. */
export const continuesParagraph = (line: string, next: string): boolean =>
  line !== '' &&
  !isPageBreak(line) &&
  headingOf(line) === undefined &&
  !interruptsParagraph(line) &&
  (!isUnderline(next) || isUnderline(line));

const isOver = (line: string): boolean => line === '' || isPageBreak(line) || headingOf(line) !== undefined;

/** The marks of callouts go, `^` at the beginning of a block and of the lines after it; their text stays. */
function withoutQuotes(lines: readonly string[]): readonly string[] {
  let quoting = false;
  return lines.map((line, index) => {
    const starts = QUOTE.test(line) && isOver(lines[index - 1] ?? '');
    quoting = line !== '' && (quoting || starts);
    return quoting ? line.replace(QUOTE, '').trimEnd() : line;
  });
}

/** Spaces within and after the text of a line count once or not at all, those before it may have a meaning. */
export function bodyLines(body: string): readonly string[] {
  const lines = body
    .replace(/\r\n?|\u2424/gu, '\n')
    .replaceAll('\t', TAB)
    .split('\n');
  return withoutQuotes(lines.map((line) => line.replace(/(?<=[^ ]) +/gu, ' ').trimEnd()));
}
