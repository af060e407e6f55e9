import { decodeBase64 } from './base64';
import { badRequest, tooLarge } from './errors';
import type { PrecompiledRequest } from './letter-requests';
import type { Order } from './new-letter';
import { refuseTooMuchText } from './refuse-content';
import { refuseUnlessMaySend } from './refuse-sender';
import type { Caller } from './route';

const PDF_BYTES = 15_000_000;

function pdfOf(content: string): Buffer {
  const pdf = decodeBase64(content);
  if (!pdf) throw badRequest('Cannot decode letter content (invalid base64 encoding)');
  if (pdf.length > PDF_BYTES) throw tooLarge(`The PDF must not have more than ${PDF_BYTES} bytes`);
  return pdf;
}

/** A letter whose PDF is judged later: letters-api §6. */
export function orderPrecompiled({ reference, postage, content }: PrecompiledRequest, caller: Caller): Order {
  refuseTooMuchText(reference);
  refuseUnlessMaySend(caller);
  const { service, keyKind } = caller;
  const letter = { serviceId: service.id, clientReference: reference, keyKind, postage };
  return {
    submission: { kind: 'precompiled', ...letter, pdf: pdfOf(content) },
    answerOf: (id) => ({ id, reference, postage }),
  };
}
