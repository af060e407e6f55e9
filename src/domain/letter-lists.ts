/** The lists of a letter's body, lists within their points included. */
import { type ListItem, isPageBreak, listItemOf } from './letter-lines';
import { type BodyLine, parseLine } from './letter-text';

/** One point of a list: its lines, and below them the lists within it. */
export interface Item {
  readonly lines: readonly BodyLine[];
  readonly lists: readonly List[];
}

export type List =
  | { readonly kind: 'bullets'; readonly items: readonly Item[] }
  /** Numbered on from `start`, the number that the first item was given. */
  | { readonly kind: 'numbers'; readonly start: number; readonly items: readonly Item[] };

/** A list, unless there is nothing to see, and the place of the line after it. */
interface FoundList {
  readonly list: List | undefined;
  readonly next: number;
}

/** A list this deep has no room for lists of its own: they are printed as lines of its points. */
const MOST_LEVELS = 3;

/** All lines of a list and of those within it, in order. */
export const linesOfList = ({ items }: List): readonly BodyLine[] =>
  items.flatMap(({ lines, lists }) => [...lines, ...lists.flatMap(linesOfList)]);

export const parseLines = (lines: readonly string[]): readonly BodyLine[] =>
  lines.map(parseLine).filter((line) => line !== undefined);

/** Past a blank line a list goes on with a further item or with a line that is set in. */
function nextOfList(lines: readonly string[], from: number): number | undefined {
  let next = from;
  while (lines[next] === '') next += 1;
  const line = lines[next];
  if (line === undefined || isPageBreak(line)) return undefined;
  return next === from || line.startsWith(' ') || listItemOf(line) ? next : undefined;
}

const asLine = ({ number, text }: ListItem): string => (number === null ? `• ${text}` : `${number}\\. ${text}`);

/** A point as it was written: its text, and the lines that belong to it. */
function itemOf(text: string, below: readonly string[], level: number): Item {
  if (level === MOST_LEVELS) {
    const lines = below.map((line) => {
      const item = listItemOf(line);
      return item ? asLine(item) : line;
    });
    return { lines: parseLines([text, ...lines]), lists: [] };
  }
  const first = below.findIndex((line) => listItemOf(line));
  const own = first === -1 ? below : below.slice(0, first);
  return { lines: parseLines([text, ...own]), lists: listsOf(below.slice(own.length), level + 1) };
}

/** The lists that lines are made of, the first of which begins one. */
function listsOf(lines: readonly string[], level: number): readonly List[] {
  const lists: List[] = [];
  for (let at = 0; at < lines.length; ) {
    const item = listItemOf(lines[at] ?? '');
    if (!item) break;
    const { list, next } = listAt(lines, at, item, level);
    if (list) lists.push(list);
    at = next;
  }
  return lists;
}

/** The list that begins with an item. What is set in further than that item is its own. */
export function listAt(lines: readonly string[], from: number, first: ListItem, level = 1): FoundList {
  const written: { readonly text: string; readonly below: string[] }[] = [{ text: first.text, below: [] }];
  let next = from + 1;
  for (let at = nextOfList(lines, next); at !== undefined; at = nextOfList(lines, next)) {
    const line = lines[at] ?? '';
    const item = listItemOf(line);
    const isSibling = item !== undefined && item.indent <= first.indent;
    if (isSibling && (item.number === null) !== (first.number === null)) break;
    if (isSibling) written.push({ text: item.text, below: [] });
    else written.at(-1)?.below.push(line);
    next = at + 1;
  }
  const items = written
    .map(({ text, below }) => itemOf(text, below, level))
    .filter((item) => item.lines.length > 0 || item.lists.length > 0);
  const { number } = first;
  const list: List = number === null ? { kind: 'bullets', items } : { kind: 'numbers', start: number, items };
  return { list: items.length === 0 ? undefined : list, next };
}
