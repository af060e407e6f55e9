/** What a client can meet of the table of failures in letters-api §2; it always sends a token of the right form. */
import type { Call } from '../calls';
import type { Case } from '../case';
import { answered, denied } from '../expectations';
import { like } from '../../api/world';

const ask = (): Call => ({ method: 'getTexts' });
const CLOCK = denied('Error: Your system clock must be accurate to within 30 seconds');
const TEXTS = { received_text_messages: [], links: { current: like(/^http:.*\/v2\/received-text-messages$/) } };
const letIn = answered(200, TEXTS);

export const AUTHENTICATION: readonly Case[] = [
  ['A live key', 'live', ask, letIn],
  ['A team key', 'team', ask, letIn],
  ['A test key', 'test', ask, letIn],
  ['A key whose name looks like a key', 'key whose name is a key', ask, letIn],
  ['Row 5', 'service that is no UUID', ask, denied('Invalid token: service id is not the right data type')],
  ['Row 6', 'unknown service', ask, denied('Invalid token: service not found')],
  ['Row 7: no keys', 'service without keys', ask, denied('Invalid token: service has no API keys')],
  ['Row 7: only a long revoked one', 'long revoked key', ask, denied('Invalid token: service has no API keys')],
  ['Row 8', 'archived service', ask, denied('Invalid token: service is archived')],
  ['Row 10', 'wrong secret', ask, denied('Invalid token: API key not found')],
  ['Row 11: the client is late', 'server ahead', ask, CLOCK],
  ['Row 11: the client is early', 'server behind', ask, CLOCK],
  ['Row 13', 'revoked key', ask, denied('Invalid token: API key revoked')],
];
