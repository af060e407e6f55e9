import type { LetterId } from '../../domain/letter';
import { showLetter } from '../../operations/show-letter';
import type { ApiDependencies } from '../dependencies';
import { noResult } from '../errors';
import { operatorsTerm, severalLetters } from '../operators-term';
import type { Route } from '../route';
import { sendJson } from '../send';

const overlaysOf = ({
  letter,
  pagesWithOverlay,
}: {
  letter: { readonly id: LetterId };
  pagesWithOverlay: readonly number[];
}) => pagesWithOverlay.map((page) => `/operations/letters/${letter.id}/overlay/${page}`);

/** Letters as operators see them, of whatever service. */
export const operatorsLetterRoutes = (deps: ApiDependencies): readonly Route[] => [
  {
    method: 'GET',
    path: '/operations/letters/:term',
    access: 'operator',
    handle: async ({ request, response }) => {
      const term = operatorsTerm(request.params['term']);
      const found = term === undefined ? ({ kind: 'none' } as const) : await showLetter(term, deps.letters);
      switch (found.kind) {
        case 'none':
          throw noResult();
        case 'several':
          throw severalLetters();
        case 'one':
          sendJson(response, {
            status: 200,
            body: { ...found.letter, overlays: overlaysOf(found), timeline: found.timeline },
          });
      }
    },
  },
];
