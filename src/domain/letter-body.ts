/** A piece of a line. Of a link both are printed: what it is called, and where it leads. */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly url: string };

export type BodyLine = readonly Inline[];

/** What the body of a templated letter is made of, from the top to the bottom. */
export type Block =
  | { readonly kind: 'heading'; readonly line: BodyLine }
  | { readonly kind: 'paragraph'; readonly lines: readonly BodyLine[] }
  | { readonly kind: 'bullets'; readonly items: readonly BodyLine[] }
  | { readonly kind: 'numbers'; readonly items: readonly BodyLine[] }
  | { readonly kind: 'page-break' };

/** Reads the body of a filled template: paragraphs stand between empty lines. */
export const parseLetterBody = (text: string): readonly Block[] =>
  text
    .split(/\n{2,}/)
    .filter((part) => part.trim() !== '')
    .map((part) => ({ kind: 'paragraph', lines: part.split('\n').map((line) => [{ kind: 'text', text: line }]) }));
