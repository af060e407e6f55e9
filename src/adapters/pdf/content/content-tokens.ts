/** White space, comments, names, strings in hex, brackets, and words: numbers, operators, `true`. */
const TOKEN =
  /[\0\t\n\f\r ]+|%[^\r\n]*|(?<name>\/(?:[^\0\t\n\f\r ()<>[\]{}/%#]|#[0-9A-Fa-f]{2})*)|(?<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)|(?<bracket><<|>>|\[|\])|(?<word>[^\0\t\n\f\r ()<>[\]{}/%]+)/y;
const VALUE = /^(?:[-+]*[\d.][-\d.]*|true|false|null)$/;
/** The bytes of a picture in mid-content end where this stands and words go on. */
const END_OF_PICTURE = /EI(?=[\0\t\n\f\r ][\0\t\n\f\r -~]{8}|[\0\t\n\f\r ][\0\t\n\f\r -~]*$|$)/g;

export interface Token {
  readonly kind: 'string' | 'hex' | 'name' | 'bracket' | 'word' | 'space';
  readonly text: string;
  /** The place behind it. */
  readonly end: number;
}

/** What begins at a place in a page's content, one byte a character; undefined for what is no content. */
export function tokenAt(content: string, at: number): Token | undefined {
  if (content[at] === '(') {
    const end = endOfString(content, at);
    return end === undefined ? undefined : { kind: 'string', text: content.slice(at, end), end };
  }
  TOKEN.lastIndex = at;
  const { name, hex, bracket, word } = TOKEN.exec(content)?.groups ?? {};
  const end = TOKEN.lastIndex;
  if (end === 0) return undefined;
  if (word !== undefined) return { kind: 'word', text: word, end };
  if (name !== undefined) return { kind: 'name', text: name, end };
  if (hex !== undefined) return { kind: 'hex', text: hex, end };
  return bracket === undefined ? { kind: 'space', text: '', end } : { kind: 'bracket', text: bracket, end };
}

/** Whether a word is a number or the like, and no operator. */
export const isValue = (word: string): boolean => VALUE.test(word);

function endOfString(content: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < content.length; at += 1) {
    if (content[at] === '\\') at += 1;
    else if (content[at] === '(') depth += 1;
    else if (content[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

/** Behind the bytes of a picture that begin behind its `ID`. */
export function endOfPicture(content: string, from: number): number | undefined {
  END_OF_PICTURE.lastIndex = from;
  return END_OF_PICTURE.test(content) ? END_OF_PICTURE.lastIndex : undefined;
}
