/** The messages to services: Notify's forms, with no address in them (letters-api §10, "Callbacks to the service"). */
import type { DueCallback } from './callback';
import { timeText } from './instant';
import { type LetterStatus, isFinal } from './letter';
import { PRECOMPILED } from './precompiled';

export interface CallbackMessage {
  /** The same at every attempt: receivers know a repeat by it. */
  readonly id: string;
  readonly sequence: number;
  /** JSON. */
  readonly body: string;
}

/** A letter that is accepted, or stopped before it went out, has no instant of sending, whatever became of it later. */
const BEFORE_SENDING: readonly LetterStatus[] = [
  'pending-virus-check',
  'created',
  'cancelled',
  'validation-failed',
  'virus-scan-failed',
];

const timeOrNull = (instant: Date | null) => instant && timeText(instant);

function deliveryReceipt(callback: DueCallback, precompiledTemplateId: string) {
  const { letterId, clientReference, status, at, createdAt, sentAt, template } = callback;
  return {
    id: letterId,
    reference: clientReference,
    to: null,
    status,
    created_at: timeText(createdAt),
    completed_at: isFinal(status) && status !== 'virus-scan-failed' ? timeText(at) : null,
    sent_at: BEFORE_SENDING.includes(status) ? null : timeOrNull(sentAt),
    notification_type: 'letter',
    template_id: template?.id ?? precompiledTemplateId,
    template_version: template?.version ?? PRECOMPILED.version,
  };
}

/** A precompiled letter was made on no template. */
function returnedLetter({ letterId, clientReference, createdAt, template }: DueCallback) {
  return {
    notification_id: letterId,
    reference: clientReference,
    date_sent: timeText(createdAt),
    sent_by: 'API',
    template_name: template?.name ?? null,
    template_id: template?.id ?? null,
    template_version: template?.version ?? null,
    spreadsheet_file_name: null,
    spreadsheet_row_number: null,
    upload_letter_file_name: null,
  };
}

/** A letter that came back is told in Notify's form for that, every other status as a delivery receipt. */
export function callbackMessageOf(callback: DueCallback, precompiledTemplateId: string): CallbackMessage {
  const { letterId, sequence, status } = callback;
  const fields =
    status === 'returned-letter' ? returnedLetter(callback) : deliveryReceipt(callback, precompiledTemplateId);
  return { id: `${letterId}.${sequence}`, sequence, body: JSON.stringify(fields) };
}
