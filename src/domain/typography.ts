/** Typographic quotes and dashes as GOV.UK Notify sets them: the rules of smartypants 2.0.2, in their order, and three of its own. */
import { SPACE_CLASS, closeUpPunctuation } from './white-space';

const WORD = '[\\p{L}\\p{N}_]';
/** Before an opening quote: space, written or referred to, or a dash. */
const OPENS = `(${SPACE_CLASS}|&nbsp;|--|&[mn]dash;)`;
/** Before a closing quote. */
const CLOSES = '([^ \\t\\r\\n[{(\\-])';
const PUNCTUATION = '[!"#$%\'()*+,\\-./:;<=>?@[\\\\\\]^_`{|}~]';

const ESCAPED: Readonly<Record<string, string>> = {
  '\\\\': '&#92;',
  '\\"': '&#34;',
  "\\'": '&#39;',
  '\\.': '&#46;',
  '\\-': '&#45;',
  '\\`': '&#96;',
};

const rule = (pattern: string, replacement: string) => [new RegExp(pattern, 'gu'), replacement] as const;

const QUOTES = [
  rule(`"'(?=${WORD})`, '“‘'),
  rule(`'"(?=${WORD})`, '‘“'),
  rule(`(?<=${WORD})'(?=\\p{Nd}{2}s)`, '’'),
  rule(`${OPENS}'(?=${WORD})`, '$1‘'),
  rule(`${CLOSES}'(?!${SPACE_CLASS}|s(?!${WORD})|\\p{Nd})`, '$1’'),
  rule(`${CLOSES}'(?=${SPACE_CLASS}|s(?!${WORD}))`, '$1’'),
  rule("'", '‘'),
  rule(`${OPENS}"(?=${WORD})`, '$1“'),
  rule(`"(?=${SPACE_CLASS})`, '”'),
  rule(`^"(?=${PUNCTUATION})`, '”'),
  rule(`${CLOSES}"`, '$1”'),
  rule('"', '“'),
];

const NOT_SPACE = `[^${SPACE_CLASS.slice(1)}`;
const EMAIL = new RegExp(`(?:^|${SPACE_CLASS})${NOT_SPACE}+@${NOT_SPACE}+(?:${SPACE_CLASS}|$)`, 'gmu');
const DASH = new RegExp(`(?<!${SPACE_CLASS})${SPACE_CLASS}+[-–—]{1,3}${SPACE_CLASS}+`, 'gu');

/** A run that is one quote opens or closes by what stands before it. */
const ALONE: Readonly<Record<string, string>> = { "'": '’', '"': '”' };
const ENDS_IN_TEXT = new RegExp(`${NOT_SPACE}$`, 'u');

/**
 * One run of text with quotes curled, hyphens between spaces made en dashes, and no blank before a comma or full stop. A backslash before
 * a quote keeps it straight, as a character reference. In e-mail addresses apostrophes stay.
 * `before` is the run before it on its line.
 */
export function setTypography(text: string, before = ''): string {
  const closing = ALONE[text];
  if (closing !== undefined && ENDS_IN_TEXT.test(before)) return closing;
  const escaped = closeUpPunctuation(text).replace(/\\[\\"'.\-`]/gu, (pair) => ESCAPED[pair] ?? pair);
  const curled = QUOTES.reduce((each, [pattern, replacement]) => each.replace(pattern, replacement), escaped);
  return curled.replace(EMAIL, (address) => address.replace(/[‘’]/gu, "'")).replace(DASH, ' – ');
}
