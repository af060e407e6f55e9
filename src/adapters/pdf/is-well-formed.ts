/** White space, comments, names, strings in hex, brackets, and words: numbers, operators, `true`. */
const TOKEN =
  /[\0\t\n\f\r ]+|%[^\r\n]*|(?<name>\/(?:[^\0\t\n\f\r ()<>[\]{}/%#]|#[0-9A-Fa-f]{2})*)|(?<hex><[0-9A-Fa-f\0\t\n\f\r ]*>)|(?<bracket><<|>>|\[|\])|(?<word>[^\0\t\n\f\r ()<>[\]{}/%]+)/y;
const VALUE = /^(?:[-+]*[\d.][-\d.]*|true|false|null)$/;
/** The bytes of a picture in mid-content end where this stands and words go on. */
const END_OF_PICTURE = /EI(?=[\0\t\n\f\r ][\0\t\n\f\r -~]{8}|[\0\t\n\f\r ][\0\t\n\f\r -~]*$|$)/g;

/** An array or a dictionary that is still open, and how many things are in it so far. */
interface Open {
  readonly closedBy: ']' | '>>';
  count: number;
}

/**
 * Whether a page's content can be read to its end: each string, array and dictionary is closed, and operators stand outside of
 * them. Readers show what they can of any other, and a printer may stop there.
 */
export function isWellFormed(content: Uint8Array): boolean {
  const text = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  const open: Open[] = [];
  let at = 0;
  while (at < text.length) {
    const end = text[at] === '(' ? endOfString(text, at) : endOfToken(text, at, open);
    if (end === undefined || (text[at] === '(' && !isPlaced('value', open))) return false;
    at = end;
  }
  return open.length === 0;
}

/** Behind a token that may stand where it does; undefined for any other. */
function endOfToken(text: string, at: number, open: Open[]): number | undefined {
  TOKEN.lastIndex = at;
  const { name, hex, bracket, word } = TOKEN.exec(text)?.groups ?? {};
  const end = TOKEN.lastIndex;
  if (end === 0) return undefined;
  if (name !== undefined) return isPlaced('name', open) ? end : undefined;
  if (hex !== undefined) return isPlaced('value', open) ? end : undefined;
  if (bracket !== undefined) return isBalanced(bracket, open) ? end : undefined;
  if (word === undefined) return end;
  if (open.length > 0) return VALUE.test(word) && isPlaced('value', open) ? end : undefined;
  return word === 'ID' ? endOfPicture(text, end) : end;
}

/** In a dictionary, every other thing is a key, and keys are names. */
function isPlaced(what: 'name' | 'value', open: readonly Open[]): boolean {
  const inside = open.at(-1);
  if (!inside) return true;
  inside.count += 1;
  return inside.closedBy === ']' || inside.count % 2 === 0 || what === 'name';
}

function isBalanced(bracket: string, open: Open[]): boolean {
  if (bracket === '[' || bracket === '<<') {
    if (!isPlaced('value', open)) return false;
    open.push({ closedBy: bracket === '[' ? ']' : '>>', count: 0 });
    return true;
  }
  const last = open.pop();
  return last?.closedBy === bracket && (bracket === ']' || last.count % 2 === 0);
}

function endOfString(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === '(') depth += 1;
    else if (text[at] === ')') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return undefined;
}

function endOfPicture(text: string, from: number): number | undefined {
  END_OF_PICTURE.lastIndex = from;
  return END_OF_PICTURE.test(text) ? END_OF_PICTURE.lastIndex : undefined;
}
