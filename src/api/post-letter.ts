import { baseUrlOf } from './base-url';
import type { ApiDependencies } from './dependencies';
import { badRequest } from './errors';
import { createAcceptOnce } from './idempotency';
import { type LetterRequest, parseLetterRequest } from './letter-requests';
import type { Order } from './new-letter';
import { orderPrecompiled } from './precompiled-letter';
import { createReceiveLetter } from './receive-letter';
import type { Caller, Exchange } from './route';
import { sendJson } from './send';
import { orderTemplated } from './templated-letter';

/** POST of either kind of letter, with the checks in the order of letters-api §3. */
export function createPostLetter(deps: ApiDependencies) {
  const receive = createReceiveLetter(deps);
  const acceptOnce = createAcceptOnce(deps);

  async function orderOf(letter: LetterRequest, { request, caller }: Exchange & { caller: Caller }): Promise<Order> {
    if (!caller.service.lettersAllowed) throw badRequest('Service is not allowed to send letters');
    switch (letter.kind) {
      case 'precompiled':
        return orderPrecompiled(letter, caller);
      case 'templated':
        return orderTemplated(letter, caller, baseUrlOf(request, deps.settings), deps);
    }
  }

  return async (exchange: Exchange & { caller: Caller }): Promise<void> => {
    const { response, caller } = exchange;
    const received = await receive(exchange);
    if (received.kind === 'repeated') {
      sendJson(response, received.reply);
      return;
    }
    const { submission, answerOf } = await orderOf(parseLetterRequest(received.body), exchange);
    sendJson(response, await acceptOnce(caller, submission, { ...received.terms, answerOf }));
  };
}
