import { type LetterId, parseLetterId } from '../../domain/letter';
import { baseUrlOf } from '../base-url';
import type { ApiDependencies } from '../dependencies';
import { badRequest, invalid, noResult, unknownRoute } from '../errors';
import { viewLetter } from '../letter-view';
import { createPostLetter } from '../post-letter';
import type { Caller, Exchange, Route } from '../route';
import { sendJson } from '../send';
import { readUuid } from '../uuid';

const PATH = '/v2/notifications/:target';

type Called = Exchange & { readonly caller: Caller };

function idOf({ request }: Exchange): LetterId {
  const id = parseLetterId(readUuid(request.params['target']) ?? '');
  if (!id) throw invalid('notification_id is not a valid UUID');
  return id;
}

/** POST of each channel; there are no e-mails and texts here. */
function createPost(deps: ApiDependencies) {
  const postLetter = createPostLetter(deps);
  return async (exchange: Called): Promise<void> => {
    switch (String(exchange.request.params['target'])) {
      case 'letter':
        return postLetter(exchange);
      case 'sms':
        throw badRequest('Service is not allowed to send text messages');
      case 'email':
        throw badRequest('Service is not allowed to send emails');
      default:
        throw unknownRoute();
    }
  };
}

const createGet =
  ({ letters, calendar, settings }: ApiDependencies) =>
  async (exchange: Called): Promise<void> => {
    const { request, response, caller } = exchange;
    const letter = await letters.show(caller.service.id, idOf(exchange));
    if (!letter) throw noResult();
    sendJson(response, { status: 200, body: viewLetter(letter, baseUrlOf(request, settings), calendar) });
  };

export const letterRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: PATH, access: 'service', handle: createPost(deps) },
  { method: 'GET', path: PATH, access: 'service', handle: createGet(deps) },
];
