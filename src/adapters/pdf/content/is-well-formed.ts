import { type Token, endOfPicture, isValue, tokenAt } from './content-tokens';

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
    const token = tokenAt(text, at);
    if (!token || !mayStand(token, open)) return false;
    const isPicture = token.kind === 'word' && token.text === 'ID' && open.length === 0;
    const end = isPicture ? endOfPicture(text, token.end) : token.end;
    if (end === undefined) return false;
    at = end;
  }
  return open.length === 0;
}

function mayStand({ kind, text }: Token, open: Open[]): boolean {
  switch (kind) {
    case 'space':
      return true;
    case 'name':
      return isPlaced('name', open);
    case 'hex':
    case 'string':
      return isPlaced('value', open);
    case 'bracket':
      return isBalanced(text, open);
    case 'word':
      return open.length === 0 || (isValue(text) && isPlaced('value', open));
  }
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
