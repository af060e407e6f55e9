/** White space as GOV.UK Notify sees it (alphagov/notifications-utils, formatters): Python's idea of it, and some invisible characters. */

/** Where Python's `splitlines` ends a line. */
const LINE_END = new RegExp(['\r\n', '[\n\r\v\f\u001c-\u001e\u0085\u2028\u2029]'].join('|'), 'u');
const ZERO_WIDTH = /[\u180e\u200b-\u200d\u2060\ufeff\u2028\u2029]/gu;
/** What Python's `strip` and `\s` take for space; JavaScript's differ by some control characters. */
const SPACE = '\t-\r\u001c- \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000';
export const SPACE_CLASS = `[${SPACE}]`;
const SPACES = new RegExp(`${SPACE_CLASS}+`, 'gu');
const ENDS = new RegExp(`^${SPACE_CLASS}+|(?<!${SPACE_CLASS})${SPACE_CLASS}+$`, 'gu');

/** The lines of a text that a person wrote, whatever ends them; unlike `linesOf` not only newlines. */
export const splitLines = (text: string): readonly string[] => text.split(LINE_END);

/** A text without the space around it, as Python's `strip` leaves it. */
export const trim = (text: string): string => text.replace(ENDS, '');

/** One line without invisible characters, with single spaces, none of them at its ends. */
export const normaliseSpaces = (line: string): string =>
  line.replace(ZERO_WIDTH, '').replace(SPACES, ' ').replace(/^ | $/gu, '');

/** Blanks and tabs before a comma or a full stop go. */
export const closeUpPunctuation = (text: string): string => text.replace(/(?<![ \t])[ \t]+([,.])/gu, '$1');

/** What cannot be printed: control characters are spaces, half a surrogate pair is the sign for what cannot be read. */
export const printable = (text: string): string => text.replace(/\p{Cc}+/gu, ' ').replace(/\p{Cs}/gu, '\ufffd');
