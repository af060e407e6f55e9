import { returnLetters } from '../../operations/return-letters';
import { SMALL_BODY_BYTES, readText } from '../body';
import type { ApiDependencies } from '../dependencies';
import { badRequest } from '../errors';
import type { Route } from '../route';
import { sendJson } from '../send';

export const returnedLetterRoutes = (deps: ApiDependencies): readonly Route[] => [
  {
    method: 'POST',
    path: '/operations/returned-letters',
    access: 'operator',
    handle: async ({ request, response, operator }) => {
      const told = await returnLetters(await readText(request, response, SMALL_BODY_BYTES), operator, deps);
      if (!told.ok) throw badRequest(told.error);
      sendJson(response, { status: 200, body: told.value });
    },
  },
];
