/** Precompiled letters: letters-api §3 and §6, and the size at which each client or the API gives up. */
import type { Call } from '../calls';
import type { Case } from '../case';
import { answered, badRequest, but, invalid, refused, thrown } from '../expectations';
import { PDF, UUID } from '../values';

const MEBIBYTE = 1024 * 1024;
const BODY = 21 * MEBIBYTE;

const send =
  (changes: Partial<Call<'sendPrecompiledLetter'>> = {}) =>
  (): Call => ({ method: 'sendPrecompiledLetter', reference: 'ours', pdf: PDF, ...changes });
const accepted = (reference: string, postage: string) => answered(201, { id: UUID, reference, postage });

export const PRECOMPILED: readonly Case[] = [
  ['A letter is accepted', 'live', send(), accepted('ours', 'second')],
  ['First class', 'live', send({ postage: 'first' }), accepted('ours', 'first')],
  ['Economy', 'live', send({ postage: 'economy' }), accepted('ours', 'economy')],
  ['With no text as reference', 'live', send({ reference: '' }), accepted('', 'second')],
  ['With a reference beyond ASCII', 'live', send({ reference: 'Zoë 😀 "1"\\' }), accepted('Zoë 😀 "1"\\', 'second')],
  ['A test key', 'test', send(), accepted('ours', 'second')],
  ['A test key in trial mode', 'test key in trial', send(), accepted('ours', 'second')],
  ['Content that is no PDF is judged later', 'live', send({ pdf: Buffer.from('hi') }), accepted('ours', 'second')],
  ['Content that is empty is judged later', 'live', send({ pdf: Buffer.alloc(0) }), accepted('ours', 'second')],
  ['5 MiB', 'live', send({ pdf: Buffer.alloc(5 * MEBIBYTE, PDF) }), accepted('ours', 'second')],
  [
    'A byte more than 5 MiB: Node refuses by itself',
    'live',
    send({ pdf: Buffer.alloc(5 * MEBIBYTE + 1, PDF) }),
    but(accepted('ours', 'second'), { node: thrown('File is larger than 5MB.') }),
  ],
  [
    '15,000,000 bytes',
    'live',
    send({ pdf: Buffer.alloc(15_000_000, PDF) }),
    but(accepted('ours', 'second'), { node: thrown('File is larger than 5MB.') }),
  ],
  [
    'A byte more than 15,000,000',
    'live',
    send({ pdf: Buffer.alloc(15_000_001, PDF) }),
    but(refused(413, 'RequestEntityTooLarge', 'The PDF must not have more than 15000000 bytes'), {
      node: thrown('File is larger than 5MB.'),
    }),
  ],
  [
    'A body of more than 21 MiB',
    'live',
    send({ pdf: Buffer.alloc(16 * MEBIBYTE, PDF) }),
    but(refused(413, 'RequestEntityTooLarge', `The request body must not have more than ${BODY} bytes`), {
      node: thrown('File is larger than 5MB.'),
    }),
  ],
  [
    'An unknown postage',
    'live',
    send({ postage: 'third' }),
    invalid('postage invalid. It must be either first, second or economy.'),
  ],
  [
    'Postage is not asked for by zone',
    'live',
    send({ postage: 'europe' }),
    invalid('postage invalid. It must be either first, second or economy.'),
  ],
  ['A team key', 'team', send(), refused(403, 'BadRequestError', 'Cannot send letters with a team api key')],
  [
    'A service in trial mode',
    'trial',
    send(),
    refused(403, 'BadRequestError', 'Cannot send letters when service is in trial mode'),
  ],
  [
    'A service without the permission',
    'no letters allowed',
    send(),
    badRequest('Service is not allowed to send letters'),
  ],
];
