import { parseReference } from '../../domain/letter';
import { showLetter } from '../../operations/show-letter';
import type { ApiDependencies } from '../dependencies';
import { conflict, noResult } from '../errors';
import type { Route } from '../route';
import { sendJson } from '../send';
import { readUuid } from '../uuid';

/** Letters as operators see them, of whatever service. */
export const operatorsLetterRoutes = (deps: ApiDependencies): readonly Route[] => [
  {
    method: 'GET',
    path: '/operations/letters/:term',
    access: 'operator',
    handle: async ({ request, response }) => {
      const term = String(request.params['term']);
      // Not the service's own reference: it may name a person, who then stands in logs of addresses.
      const isOurs = readUuid(term) !== undefined || parseReference(term.toUpperCase()) !== undefined;
      const found = isOurs ? await showLetter(term, deps.letters) : ({ kind: 'none' } as const);
      switch (found.kind) {
        case 'none':
          throw noResult();
        case 'several':
          throw conflict('SeveralLetters', `Several letters have the reference ${term}: give an id`);
        case 'one':
          sendJson(response, { status: 200, body: { ...found.letter, timeline: found.timeline } });
      }
    },
  },
];
