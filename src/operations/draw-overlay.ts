import type { Letter } from '../domain/letter';
import { incomingKeyOf } from '../domain/names';
import type { LetterStore, ObjectStore, PagePictures } from '../ports';

const OUTSIDE = 'content-outside-printable-area';

/** Pages that overlays can be drawn of: those that print where they may not. */
export const pagesWithOverlay = ({ failure, pagesAtFault }: Pick<Letter, 'failure' | 'pagesAtFault'>) =>
  failure === OUTSIDE ? pagesAtFault : [];

/** The one letter of that id or reference that was refused for where it prints; `is` tells what became of another: its failure, or its status. */
export async function findLetterAtFault(term: string, letters: Pick<LetterStore, 'search'>) {
  const [letter, ...others] = await letters.search(term);
  if (!letter || others.length > 0) return { kind: letter ? 'several' : 'none' } as const;
  if (letter.failure !== OUTSIDE) return { kind: 'not-at-fault', is: letter.failure ?? letter.status } as const;
  return { kind: 'found', letter } as const;
}

/** Pictures of such a letter's pages, one each. `erased`: retention has taken the PDF; `breaks`: the PDF breaks whoever draws it. */
export async function drawOverlay(
  { reference }: Pick<Letter, 'reference'>,
  pages: readonly number[],
  { objects, pictures }: { objects: Pick<ObjectStore, 'get'>; pictures: Pick<PagePictures, 'drawFaults'> },
) {
  const pdf = await objects.get(incomingKeyOf(reference));
  if (!pdf) return { kind: 'erased' } as const;
  const drawn = await pictures.drawFaults({ pdf, pagesAtFault: pages });
  return drawn ? ({ kind: 'drawn', pictures: drawn } as const) : ({ kind: 'breaks' } as const);
}
