import { z } from 'zod';
import {
  cancelledLetter,
  letterList,
  letterObject,
  precompiledLetter,
  receivedTexts,
  templatedLetter,
} from '../answers';
import { letterQuery } from '../letter-query';
import { precompiled, templated } from '../letter-requests';
import type { Description } from './describe';

const LETTER = '/v2/notifications/{id}';
const NO_SUCH_LETTER = 'There is no such letter of this service, or its retention is over.';
const path = z.object({ id: z.uuid().meta({ description: "A letter's id" }) });

const idempotencyKey = z.object({
  'Idempotency-Key': z.string().max(255).optional().meta({
    description: 'The same key with the same body is answered with the first answer, and makes no second letter.',
  }),
});

export const LETTER_ROUTES: readonly Description[] = [
  {
    method: 'POST',
    path: '/v2/notifications/letter',
    access: 'service',
    id: 'sendLetter',
    summary: 'Sends a letter',
    details:
      'From a template, or as a PDF in base64 (`content`). What cannot be printed is found later: see its status.',
    parameters: { header: idempotencyKey },
    body: { schema: z.union([templated, precompiled]) },
    success: {
      201: { says: 'Accepted: it is kept and will be printed.', schema: z.union([templatedLetter, precompiledLetter]) },
    },
    refusals: {
      400: 'The request, the template, the personalisation or the address is not right; each message says what.',
      409: 'The idempotency key was used with another body.',
      413: 'The PDF has more than 15,000,000 bytes, the personalisation or the reference more than 256 KiB, or the body more than 21 MiB.',
      429: 'Too many requests in a minute, or too many letters today. `Retry-After` says when to come again.',
    },
  },
  {
    method: 'GET',
    path: '/v2/notifications',
    access: 'service',
    id: 'listLetters',
    summary: 'Lists letters, the newest first',
    parameters: { query: letterQuery },
    details:
      'At most 250 a page; `links.next` leads to older ones. Only letters that were made with a key of the same kind.',

    success: { 200: { says: 'A page, which may be empty.', schema: letterList } },
    refusals: { 400: 'A parameter is not right.' },
  },
  {
    method: 'GET',
    path: LETTER,
    access: 'service',
    id: 'showLetter',
    summary: 'Shows a letter',
    parameters: { path },
    success: { 200: { says: 'The letter.', schema: letterObject } },
    refusals: { 400: 'The id is no UUID.', 404: NO_SUCH_LETTER },
  },
  {
    method: 'GET',
    path: `${LETTER}/pdf`,
    access: 'service',
    id: 'showPdf',
    summary: "Gives a letter's PDF, as it is printed",
    parameters: { path },
    details:
      'Of a letter in `validation-failed` it is the PDF that came in; the headers `Postroom-Failure` and `Postroom-Failure-Reason` say why it was refused, by name and in a sentence.',
    success: { 200: { says: 'The PDF.', schema: 'pdf' } },
    refusals: { 400: 'There is none yet (`PDFNotReadyError`), or none in this status.', 404: NO_SUCH_LETTER },
  },
  {
    method: 'POST',
    path: `${LETTER}/cancel`,
    access: 'service',
    id: 'cancelLetter',
    summary: 'Cancels a letter that no print run has taken',
    parameters: { path },
    success: { 200: { says: 'It will not be printed.', schema: cancelledLetter } },
    refusals: { 400: 'The id is no UUID.', 404: NO_SUCH_LETTER, 409: 'It is being printed, or was.' },
  },
  {
    method: 'GET',
    path: '/v2/received-text-messages',
    access: 'service',
    id: 'listReceivedTexts',
    summary: 'Is always empty: letters bring no text messages',
    success: { 200: { says: 'An empty list.', schema: receivedTexts } },
  },
];
