/** The text inside a block of a letter. Of Notify's Markdown only URLs and escapes count here; all other marks are printed as they stand. */
import { decodeReferences } from './character-references';
import { setTypography } from './typography';
import { printable, trim } from './white-space';

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  /** Printed bold, without `https://`. */
  | { readonly kind: 'link'; readonly text: string };

/** What stands on one line. */
export type BodyLine = readonly Inline[];

const ESCAPE = '\\\\([\\\\`*{}[\\]()#+\\-.!_>~|])';
/** A link with a text of its own is no link in a letter, but what it was written as. */
const NAMED_LINK = '!?\\[[^[\\]]*\\]\\([^()]*\\)';
const URL = 'https?://[^\\s<>]+[^<>.,:"\')\\]\\s]';
const SPECIAL = new RegExp(`${ESCAPE}|${NAMED_LINK}|(${URL})`, 'gu');

/** One line of Markdown; undefined where there is nothing to see. */
export function parseLine(line: string): BodyLine | undefined {
  const source = trim(printable(line));
  const inlines: Inline[] = [];
  let text = '';
  const closeText = () => {
    if (text !== '') inlines.push({ kind: 'text', text: decodeReferences(setTypography(text, inlines.at(-1)?.text)) });
    text = '';
  };
  let from = 0;
  for (const match of source.matchAll(SPECIAL)) {
    const [written, character, url] = match;
    text += source.slice(from, match.index);
    from = match.index + written.length;
    if (url === undefined) {
      text += character ?? written;
    } else {
      closeText();
      inlines.push({ kind: 'link', text: decodeReferences(url.replace(/^https?:\/\//u, '')) });
    }
  }
  text += source.slice(from);
  closeText();
  return inlines.length === 0 ? undefined : inlines;
}
