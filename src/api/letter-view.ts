import { type Calendar, londonDayOf } from '../domain/calendar';
import { deliveryTimesOf } from '../domain/delivery';
import { type Letter, type LetterStatus, isFinal } from '../domain/letter';
import { PRECOMPILED } from '../domain/precompiled';
import { priceInPence } from '../domain/price';
import { precompiledTemplateIdOf } from './precompiled';
import { timeText } from '../domain/instant';

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

/** A precompiled letter's address is inside its PDF. */
const ADDRESS = {
  email_address: null,
  phone_number: null,
  line_1: 'Provided as PDF',
  line_2: null,
  line_3: null,
  line_4: null,
  line_5: null,
  line_6: null,
  postcode: null,
} as const;

/** The letter object of the contract; every field is always there. */
export function viewLetter(letter: Letter, baseUrl: string, calendar: Calendar) {
  const template = precompiledTemplateIdOf(letter.serviceId);
  const completed = completedAt(letter);
  return {
    id: letter.id,
    reference: letter.clientReference,
    ...ADDRESS,
    type: 'letter',
    status: SHOWN[letter.status] ?? letter.status,
    template: { id: template, version: PRECOMPILED.version, uri: `${baseUrl}/v2/template/${template}` },
    body: PRECOMPILED.body,
    subject: PRECOMPILED.subject,
    created_at: timeText(letter.createdAt),
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
