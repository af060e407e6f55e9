import { type LetterId, parseLetterId } from '../../domain/letter';
import { decodeBase64 } from '../base64';
import { baseUrlOf } from '../base-url';
import type { ApiDependencies } from '../dependencies';
import { badRequest, forbidden, invalid, noResult, tooLarge, unknownRoute } from '../errors';
import { createAcceptOnce } from '../idempotency';
import { parseLetterRequest } from '../letter-requests';
import { viewLetter } from '../letter-view';
import { createReceiveLetter } from '../receive-letter';
import type { Caller, Exchange, Route } from '../route';
import { sendJson } from '../send';
import { readUuid } from '../uuid';

const PATH = '/v2/notifications/:target';
const PDF_BYTES = 15_000_000;

function refuseUnlessMaySend({ service, keyKind }: Caller): void {
  if (keyKind === 'team') throw forbidden('Cannot send letters with a team api key');
  if (!service.live && keyKind !== 'test') throw forbidden('Cannot send letters when service is in trial mode');
}

function pdfOf(content: string): Buffer {
  const pdf = decodeBase64(content);
  if (!pdf) throw badRequest('Cannot decode letter content (invalid base64 encoding)');
  if (pdf.length > PDF_BYTES) throw tooLarge(`The PDF must not have more than ${PDF_BYTES} bytes`);
  return pdf;
}

function createPostLetter(deps: ApiDependencies) {
  const receive = createReceiveLetter(deps);
  const acceptOnce = createAcceptOnce(deps);
  return async (exchange: Exchange & { caller: Caller }): Promise<void> => {
    const { response, caller } = exchange;
    const received = await receive(exchange);
    if (received.kind === 'repeated') {
      sendJson(response, received.reply);
      return;
    }
    const letter = parseLetterRequest(received.body);
    if (!caller.service.lettersAllowed) throw badRequest('Service is not allowed to send letters');
    if (letter.kind === 'templated') throw badRequest('Template not found');
    refuseUnlessMaySend(caller);
    const { reference, postage, content } = letter;
    const { id: serviceId } = caller.service;
    const submission = {
      serviceId,
      clientReference: reference,
      keyKind: caller.keyKind,
      postage,
      pdf: pdfOf(content),
    };
    const answerOf = (id: LetterId) => ({ id, reference, postage });
    sendJson(response, await acceptOnce(caller, submission, { ...received.terms, answerOf }));
  };
}

/** POST of each channel; there are no e-mails and texts here. */
function createPost(deps: ApiDependencies) {
  const postLetter = createPostLetter(deps);
  return async (exchange: Exchange & { caller: Caller }): Promise<void> => {
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
  async ({ request, response, caller }: Exchange & { caller: Caller }): Promise<void> => {
    const id = parseLetterId(readUuid(request.params['target']) ?? '');
    if (!id) throw invalid('notification_id is not a valid UUID');
    const letter = await letters.find(caller.service.id, id);
    if (!letter) throw noResult();
    sendJson(response, { status: 200, body: viewLetter(letter, baseUrlOf(request, settings), calendar) });
  };

export const letterRoutes = (deps: ApiDependencies): readonly Route[] => [
  { method: 'POST', path: PATH, access: 'service', handle: createPost(deps) },
  { method: 'GET', path: PATH, access: 'service', handle: createGet(deps) },
];
