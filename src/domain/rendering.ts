import type { Day } from './calendar';
import type { Footer } from './footer';
import type { Logo } from './logo';
import { MOST_PAGES } from './letter';
import type { Block } from './letter-body';
import { linesOfList } from './letter-lists';
import type { BodyLine } from './letter-text';
import { assertNever } from './result';

/** What is printed of a templated letter; all of it text, none of it markup. */
export interface LetterToRender {
  readonly logo: Logo | null;
  readonly footer: Footer;
  /** Lines of the service's own address; empty for none. */
  readonly contactBlock: readonly string[];
  readonly date: Day;
  /** Normalised: what the envelope's window shows. */
  readonly addressLines: readonly string[];
  readonly heading: string;
  readonly blocks: readonly Block[];
}

/** Why a letter cannot be printed as it is; the service that sent it can mend each of them. */
export const RENDERING_REFUSALS = [
  'letter-too-long',
  'unprintable-characters',
  'address-does-not-fit',
  'contact-block-does-not-fit',
  'footer-does-not-fit',
] as const;

export interface RefusedRendering {
  readonly kind: 'refused';
  readonly reason: (typeof RENDERING_REFUSALS)[number];
  /** Code points that the fonts do not have: the first few; none where another reason counts. */
  readonly characters: readonly number[];
}

/** How many characters a refusal names. */
export const MOST_NAMED = 5;

export const refused = (reason: RefusedRendering['reason'], characters: readonly number[] = []): RefusedRendering => ({
  kind: 'refused',
  reason,
  characters: characters.slice(0, MOST_NAMED),
});

export type Rendering =
  | { readonly kind: 'letter'; readonly pdf: Buffer; readonly pages: number }
  | RefusedRendering
  /** It broke whatever makes PDFs of letters. */
  | { readonly kind: 'broken' };

const codeOf = (character: number): string => `U+${character.toString(16).toUpperCase().padStart(4, '0')}`;

/** A refusal as it is kept with its letter: `unprintable-characters U+1F600`. A few characters tell nobody's name. */
export const failureOf = ({ reason, characters }: RefusedRendering): string =>
  [reason, ...characters.map(codeOf)].join(' ');

/** The refusal that a letter's failure tells of; undefined for failures of other kinds. */
export function refusalOf(failure: string): RefusedRendering | undefined {
  const [name, ...codes] = failure.split(' ');
  const reason = RENDERING_REFUSALS.find((each) => each === name);
  return (
    reason &&
    refused(
      reason,
      codes.map((code) => Number.parseInt(code.slice('U+'.length), 16)),
    )
  );
}

/** A character with its code, for a screen that may show it. */
export const characterWithCode = (character: number): string =>
  `${String.fromCodePoint(character)} (${codeOf(character)})`;

/** What whoever wrote the letter has to change, in ASCII unless characters are shown otherwise than by their codes. */
export function adviceOn({ reason, characters }: RefusedRendering, shown = codeOf): string {
  switch (reason) {
    case 'letter-too-long':
      return `The letter has more than ${MOST_PAGES} pages: shorten it`;
    case 'unprintable-characters':
      return `These characters cannot be printed: ${characters.map(shown).join(', ')}. Leave them out, or write them in Latin, Greek, Cyrillic or Hebrew letters`;
    case 'address-does-not-fit':
      return 'The address needs more lines than the window of the envelope has: shorten its longest lines';
    case 'contact-block-does-not-fit':
      return 'The contact block runs into the text: give it fewer or shorter lines';
    case 'footer-does-not-fit':
      return 'A line of the footer is wider than its place: shorten it (postroom service footer)';
    default:
      return assertNever(reason);
  }
}

/** Ten pages full of the narrowest letter hold about half of each. */
const MOST_CHARACTERS = 250_000;
const MOST_LINES = 1_000;

function linesOf(block: Block): readonly BodyLine[] {
  switch (block.kind) {
    case 'heading':
      return [block.line];
    case 'paragraph':
      return block.lines;
    case 'bullets':
    case 'numbers':
      return linesOfList(block);
    case 'qr-code':
      return [[{ kind: 'text', text: block.data }]];
    case 'page-break':
      return [[]];
    default:
      return assertNever(block);
  }
}

/** Whether a letter has far more than ten pages can hold, so that nobody need lay out thousands to count them. */
export function isCertainlyTooLong({ heading, blocks }: Pick<LetterToRender, 'heading' | 'blocks'>): boolean {
  const lines = blocks.flatMap(linesOf);
  const characters = lines.flat().reduce((sum, { text }) => sum + text.length, heading.length);
  return lines.length > MOST_LINES || characters > MOST_CHARACTERS;
}
