/** Other channels, internal routes, and an API that does not work: letters-api §10 and §11. */
import { randomUUID } from 'node:crypto';
import type { Case } from '../case';
import { answered, badRequest, but, refused, thrown, unknownRoute } from '../expectations';
import { like } from '../../api/world';
import { PDF } from '../values';

const templateId = randomUUID();
const get = () => ({ method: 'getLetter', id: templateId }) as const;
const send = () => ({ method: 'sendPrecompiledLetter', reference: 'ours', pdf: PDF }) as const;
const FAILED = refused(500, 'Exception', 'Internal server error');
const current = like(/^http:\/\/127\.0\.0\.1:\d+\/v2\/received-text-messages$/);

export const AROUND: readonly Case[] = [
  [
    'There are no text messages to send',
    'live',
    () => ({ method: 'sendText', templateId }),
    badRequest('Service is not allowed to send text messages'),
  ],
  [
    'There are no e-mails to send',
    'live',
    () => ({ method: 'sendEmail', templateId }),
    badRequest('Service is not allowed to send emails'),
  ],
  [
    'No text messages arrive',
    'live',
    () => ({ method: 'getTexts' }),
    answered(200, { received_text_messages: [], links: { current } }),
  ],
  [
    "Notify's internal routes are not here",
    'live',
    () => ({ method: 'getTemplateVersions', id: templateId }),
    but(unknownRoute, { node: null }),
  ],
  ['A store that fails while a letter is read', 'broken server', get, FAILED],
  ['A store that fails while a letter is sent', 'broken server', send, FAILED],
  ['A store that does not answer', 'slow server', get, refused(504, 'Timeout', 'Timeout serving request')],
  [
    'Nobody is there',
    'nobody there',
    get,
    {
      node: thrown(like(/ECONNREFUSED/) as string),
      python: { kind: 'refused', status: 503, told: 'Request failed', name: 'HTTP503Error' },
    },
  ],
];
