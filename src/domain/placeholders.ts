import { type ListStyle, type Values, isYes, placeholderKey, valueText } from './personalisation';

/** `((name))`, or `((name??text))`: the text is shown if the value says yes. */
interface Placeholder {
  readonly kind: 'placeholder';
  readonly name: string;
  /** Null where the value itself is shown. */
  readonly conditional: string | null;
  readonly written: string;
}
type Piece = { readonly kind: 'text'; readonly text: string } | Placeholder;

const PLACEHOLDER = /\(\(([^()]+)\)\)/gu;

function placeholder(written: string, inside: string): Placeholder {
  const [name = '', ...conditional] = inside.split('??');
  return { kind: 'placeholder', name, conditional: conditional.length > 0 ? conditional.join('??') : null, written };
}

function piecesOf(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    const [written, inside = ''] = match;
    pieces.push({ kind: 'text', text: text.slice(from, match.index) }, placeholder(written, inside));
    from = match.index + written.length;
  }
  return [...pieces, { kind: 'text', text: text.slice(from) }];
}

/** The names in the order of the texts, each once as it is first spelt. */
export function placeholdersOf(...texts: readonly string[]): readonly string[] {
  const names = new Map<string, string>();
  for (const piece of texts.flatMap(piecesOf)) {
    if (piece.kind === 'text') continue;
    const key = placeholderKey(piece.name);
    if (!names.has(key)) names.set(key, piece.name);
  }
  return [...names.values()];
}

export interface Filling {
  readonly values: Values;
  readonly lists: ListStyle;
  /** Done to each text of the template and to each value, never to a placeholder's name. */
  readonly escape?: (text: string) => string;
}

/** One pass: what a value brings in is not filled again. A placeholder without value stays as it is written. */
export function fillPlaceholders(text: string, { values, lists, escape = (each) => each }: Filling): string {
  const filled = piecesOf(text).map((piece) => {
    if (piece.kind === 'text') return escape(piece.text);
    const value = valueText(values.get(placeholderKey(piece.name)), lists);
    if (value === undefined) return escape(piece.written);
    if (piece.conditional === null) return escape(value);
    return isYes(value) ? escape(piece.conditional) : '';
  });
  return filled.join('');
}
