/** One letter: letters-api §7.1, §7.2 and the shown names of §8. */
import { LETTER_STATUSES, type LetterStatus } from '../../../src/domain/letter';
import type { Case } from '../case';
import { answered, invalid, unknownLetter } from '../expectations';
import type { Scene } from '../scene';
import { TIME, UUID } from '../values';
import { like } from '../../api/world';

const get = (name: keyof Scene['letters']) => (scene: Scene) =>
  ({ method: 'getLetter', id: scene.letters[name] }) as const;
const getBy = (id: string) => () => ({ method: 'getLetter', id }) as const;

const SHOWN: Partial<Record<LetterStatus, string>> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
};
const UNDERWAY: readonly LetterStatus[] = ['pending-virus-check', 'created', 'sending'];
const UNSENT: readonly LetterStatus[] = ['cancelled', 'technical-failure', 'validation-failed', 'virus-scan-failed'];

function costOf(status: LetterStatus) {
  if (status === 'pending-virus-check') return { is_cost_data_ready: false, cost_in_pounds: null, cost_details: {} };
  const free = UNSENT.includes(status);
  return {
    is_cost_data_ready: true,
    cost_in_pounds: free ? 0 : (expect.any(Number) as number),
    cost_details: { billable_sheets_of_paper: free ? 0 : 1, postage: 'second' },
  };
}

const letterIn = (status: LetterStatus) => (scene: Scene) =>
  answered(200, {
    id: scene.letters[status],
    reference: 'one of each status',
    email_address: null,
    phone_number: null,
    line_1: 'Provided as PDF',
    ...Object.fromEntries(['line_2', 'line_3', 'line_4', 'line_5', 'line_6', 'postcode'].map((name) => [name, null])),
    type: 'letter',
    status: SHOWN[status] ?? status,
    template: { id: UUID, version: 1, uri: like(/^http:\/\/127\.0\.0\.1:\d+\/v2\/template\/[0-9a-f-]{36}$/) },
    body: '',
    subject: 'Pre-compiled PDF',
    created_at: TIME,
    created_by_name: null,
    sent_at: status === 'pending-virus-check' ? null : TIME,
    completed_at: UNDERWAY.includes(status) || status === 'virus-scan-failed' ? null : TIME,
    scheduled_for: null,
    postage: 'second',
    one_click_unsubscribe_url: null,
    estimated_delivery: TIME,
    ...costOf(status),
  });

export const ONE_LETTER: readonly Case[] = [
  ...LETTER_STATUSES.map((status): Case => [`A letter that is ${status}`, 'live', get(status), letterIn(status)]),
  ['A team key sees it too', 'team', get('sending'), letterIn('sending')],
  ['A test key sees it too', 'test', get('sending'), letterIn('sending')],
  ['Another service does not', 'another service', get('sending'), unknownLetter],
  ['After its retention it is gone', 'live', get('erased'), unknownLetter],
  ['An unknown one', 'live', getBy('8a5d4a52-5f9e-4f3a-9c1d-0d6a3c0c7b11'), unknownLetter],
  ['No UUID', 'live', getBy('elephant'), invalid('notification_id is not a valid UUID')],
];
