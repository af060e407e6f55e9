import type { Letter } from '../../domain/letter';
import { drawOverlay, findLetterAtFault } from '../../operations/draw-overlay';
import type { ApiDependencies } from '../dependencies';
import { conflict, notFound, tooMany } from '../errors';
import { operatorsTerm, severalLetters } from '../operators-term';
import type { Exchange, Route } from '../route';
import { sendFile } from '../send';

/** One is drawn at a time; so many in all may wait for it with their PDFs in hand: as many as a letter has pages. */
const MOST_UNDER_WAY = 10;
const COME_AGAIN_SECONDS = 10;

async function letterAtFault(deps: ApiDependencies, given: unknown): Promise<Letter> {
  const term = operatorsTerm(given);
  const found = term === undefined ? ({ kind: 'none' } as const) : await findLetterAtFault(term, deps.letters);
  switch (found.kind) {
    case 'none':
      throw notFound('No letter has this id or reference: give its id, or our reference');
    case 'several':
      throw severalLetters();
    case 'not-at-fault':
      throw conflict(
        'NoOverlay',
        `The letter was not refused for what it prints outside the printable area: it is ${found.is}`,
      );
    case 'found':
      return found.letter;
  }
}

async function pictureOf(letter: Letter, page: number, deps: ApiDependencies): Promise<Buffer> {
  if (!letter.pagesAtFault.includes(page))
    throw notFound(`Page ${page} is not at fault: ask for one of ${letter.pagesAtFault.join(', ')}`);
  const overlay = await drawOverlay(letter, [page], deps);
  if (overlay.kind === 'erased')
    throw notFound('The PDF is not kept any more: retention has erased it, so ask its sender for it');
  const [picture] = overlay.kind === 'drawn' ? overlay.pictures : [];
  if (!picture)
    throw conflict('PdfBreaks', 'The PDF breaks the program that draws it: do not open it, ask its sender for another');
  return picture;
}

/** A page of a refused letter, with what it prints where it may not. */
export function letterOverlayRoutes(deps: ApiDependencies): readonly Route[] {
  let underWay = 0;
  const handle = async ({ request, response, operator }: Exchange & { operator: string }): Promise<void> => {
    if (underWay >= MOST_UNDER_WAY)
      throw tooMany('TooManyOverlays', 'Other overlays are being drawn: come again', COME_AGAIN_SECONDS);
    underWay += 1;
    try {
      const [letter, page] = [await letterAtFault(deps, request.params['term']), Number(request.params['page'])];
      const picture = await pictureOf(letter, page, deps);
      deps.log.info({ operator, letter: letter.id, page }, 'overlay drawn');
      sendFile(response, { type: 'image/png', bytes: picture });
    } finally {
      underWay -= 1;
    }
  };
  const path = '/operations/letters/:term/overlay/:page';
  return [{ method: 'GET', path, parameters: { page: /^[1-9]\d?$/ }, access: 'operator', handle }];
}
