/**
 * A letter's body: the part of Markdown that GOV.UK Notify's letters know, read into data for the renderer. Any text is read; what is not one of
 * these blocks is a paragraph, HTML, tables, images and footnotes too.
 */
import {
  bodyLines,
  continuesParagraph,
  headingOf,
  isIndented,
  isPageBreak,
  isUnderline,
  listItemOf,
} from './letter-lines';
import { type List, listAt, parseLines } from './letter-lists';
import { type BodyLine, parseLine } from './letter-text';
import { decodeReferences } from './character-references';
import { printable, trim } from './white-space';

export type Block =
  | { readonly kind: 'heading'; readonly line: BodyLine }
  | { readonly kind: 'paragraph'; readonly lines: readonly BodyLine[] }
  | List
  | { readonly kind: 'page-break' }
  /** `data` is what a scanner reads. */
  | { readonly kind: 'qr-code'; readonly data: string };

/** A block, unless there is nothing to see, and the place of the line after it. */
interface Found {
  readonly block: Block | undefined;
  readonly next: number;
}

function headingBlock(text: string): Block | undefined {
  const line = parseLine(text);
  return line && { kind: 'heading', line };
}

/** A paragraph of one line may be a QR code: `qr: https://www.gov.uk`. */
function paragraphBlock(written: readonly string[]): Block | undefined {
  const [, data] = (written.length === 1 && /^ *qr *: *(.+)$/iu.exec(printable(written[0] ?? ''))) || [];
  if (data !== undefined) return { kind: 'qr-code', data: decodeReferences(trim(data)) };
  const lines = parseLines(written);
  return lines.length === 0 ? undefined : { kind: 'paragraph', lines };
}

function paragraphAt(lines: readonly string[], from: number): Found {
  const continues = isIndented(lines[from] ?? '') ? isIndented : continuesParagraph;
  let next = from + 1;
  while (next < lines.length && continues(lines[next] ?? '', lines[next + 1] ?? '')) next += 1;
  return { block: paragraphBlock(lines.slice(from, next)), next };
}

function blockAt(lines: readonly string[], at: number): Found {
  const line = lines[at] ?? '';
  const next = at + 1;
  if (line === '') return { block: undefined, next };
  if (isPageBreak(line)) return { block: { kind: 'page-break' }, next };
  if (isIndented(line)) return paragraphAt(lines, at);
  const heading = headingOf(line);
  if (heading)
    return { block: heading.level === 1 ? headingBlock(heading.text) : paragraphBlock([heading.text]), next };
  const below = lines[next] ?? '';
  if (isUnderline(below)) {
    return { block: below.endsWith('=') ? headingBlock(line) : paragraphBlock([line]), next: next + 1 };
  }
  const item = listItemOf(line);
  if (!item) return paragraphAt(lines, at);
  const { list: block, next: after } = listAt(lines, at, item);
  return { block, next: after };
}

/** The blocks of a body that is filled already, in order. */
export function parseLetterBody(body: string): readonly Block[] {
  const lines = bodyLines(body);
  const blocks: Block[] = [];
  for (let at = 0; at < lines.length; ) {
    const { block, next } = blockAt(lines, at);
    if (block) blocks.push(block);
    at = next;
  }
  return blocks;
}
