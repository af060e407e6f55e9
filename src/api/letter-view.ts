import { type Calendar, londonDayOf } from '../domain/calendar';
import { deliveryTimesOf } from '../domain/delivery';
import { fillTemplate } from '../domain/fill-template';
import { type Letter, type LetterStatus, isFinal } from '../domain/letter';
import type { Personalisation } from '../domain/personalisation';
import { PRECOMPILED } from '../domain/precompiled';
import { priceInPence } from '../domain/price';
import { precompiledTemplateIdOf } from './precompiled';
import type { ShownLetter } from '../domain/shown-letter';
import { timeText } from '../domain/instant';
import { templateUri } from './template-view';

/** Statuses that clients know by another name; a returned letter stays `received` to them. */
const SHOWN: Partial<Record<LetterStatus, string>> = {
  created: 'accepted',
  sending: 'accepted',
  delivered: 'received',
  'returned-letter': 'received',
};

const NEVER_SENT: readonly LetterStatus[] = [
  'cancelled',
  'technical-failure',
  'validation-failed',
  'virus-scan-failed',
];

/** Nothing is known of a letter's cost before its sheets are counted. */
function costOf({ status, sheets, postage, createdAt }: Letter) {
  const ready = status !== 'pending-virus-check' && !(status === 'created' && !sheets);
  if (!ready) return { is_cost_data_ready: false, cost_in_pounds: null, cost_details: {} };
  const billable = NEVER_SENT.includes(status) ? 0 : (sheets ?? 0);
  const pence = priceInPence({ day: londonDayOf(createdAt), postage, sheets: billable });
  return {
    is_cost_data_ready: true,
    cost_in_pounds: pence === undefined ? null : Math.round(pence * 10) / 1000,
    cost_details: { billable_sheets_of_paper: billable, postage },
  };
}

/** A failed virus scan is final, but Notify shows no completion for it. */
const completedAt = ({ status, updatedAt }: Letter): Date | null =>
  isFinal(status) && status !== 'virus-scan-failed' ? updatedAt : null;

/** A precompiled letter's address is inside its PDF; of a templated one the lines are shown as they were sent. */
function addressOf({ content }: ShownLetter) {
  const sent: Personalisation = content?.personalisation ?? { address_line_1: 'Provided as PDF' };
  const line = (key: string): unknown => (Object.hasOwn(sent, key) ? sent[key] : null);
  return {
    email_address: null,
    phone_number: null,
    line_1: line('address_line_1'),
    line_2: line('address_line_2'),
    line_3: line('address_line_3'),
    line_4: line('address_line_4'),
    line_5: line('address_line_5'),
    line_6: line('address_line_6'),
    postcode: line('postcode'),
  };
}

function templateOf({ serviceId, template }: Letter, baseUrl: string) {
  const { id, version } = template ?? { id: precompiledTemplateIdOf(serviceId), version: PRECOMPILED.version };
  return { id, version, uri: templateUri(baseUrl, id) };
}

function textOf({ content }: ShownLetter) {
  const { body, subject } = content ? fillTemplate(content.text, content.personalisation) : PRECOMPILED;
  return { body, subject };
}

/** The letter object of the contract; every field is always there. */
export function viewLetter(letter: ShownLetter, baseUrl: string, calendar: Calendar) {
  const completed = completedAt(letter);
  return {
    id: letter.id,
    reference: letter.clientReference,
    ...addressOf(letter),
    type: 'letter',
    status: SHOWN[letter.status] ?? letter.status,
    template: templateOf(letter, baseUrl),
    ...textOf(letter),
    created_at: letter.createdAtText,
    created_by_name: null,
    sent_at: letter.sentAt && timeText(letter.sentAt),
    completed_at: completed && timeText(completed),
    scheduled_for: null,
    postage: letter.postage,
    one_click_unsubscribe_url: null,
    estimated_delivery: timeText(deliveryTimesOf(letter.createdAt, letter.postage, calendar).latest),
    ...costOf(letter),
  };
}
