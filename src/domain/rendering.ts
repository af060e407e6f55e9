import type { Day } from './calendar';
import type { Block } from './letter-body';
import { linesOfList } from './letter-lists';
import type { BodyLine } from './letter-text';
import { assertNever } from './result';

/** What is printed of a templated letter; all of it text, none of it markup. */
export interface LetterToRender {
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
] as const;
type RenderingRefusal = (typeof RENDERING_REFUSALS)[number];

export type Rendering =
  | { readonly kind: 'letter'; readonly pdf: Buffer; readonly pages: number }
  | { readonly kind: 'refused'; readonly reason: RenderingRefusal }
  /** It broke whatever makes PDFs of letters. */
  | { readonly kind: 'broken' };

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
