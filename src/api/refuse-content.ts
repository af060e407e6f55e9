/** What a template and a personalisation may not make together: letters-api §4. */
import { type FilledTemplate, isEmptyOnceFilled, missingPersonalisation } from '../domain/fill-template';
import { type Personalisation, sendsFile } from '../domain/personalisation';
import type { Template } from '../domain/template';
import { MOST_QR_CODE_BYTES, qrCodeProblem } from '../domain/qr-code';
import { badRequest, invalidEntry, tooLarge } from './errors';

/**
 * Many times what ten pages can hold. Letters are listed 250 and prepared 50 at a time, and a value may stand in a template often: without a
 * bound one service could fill the memory, and take up the processor, of all.
 */
const MOST_TEXT_BYTES = 256 * 1024;

/** What a letter says beside its PDF: a reference, or a personalisation in JSON. */
export function refuseTooMuchText(text: string): void {
  if (Buffer.byteLength(text) <= MOST_TEXT_BYTES) return;
  throw tooLarge(`The personalisation or the reference must not have more than ${MOST_TEXT_BYTES} bytes`);
}

export function refuseUnlessScannable({ body }: FilledTemplate): void {
  const problem = qrCodeProblem(body);
  if (!problem) return;
  const details = { data: problem.data, num_bytes: problem.bytes, max_bytes: MOST_QR_CODE_BYTES };
  throw invalidEntry('Cannot create a usable QR code - the link is too long', details);
}

export function refuseUnlessComplete(template: Template, personalisation: Personalisation): void {
  const missing = missingPersonalisation(template, personalisation);
  if (missing.length > 0) throw badRequest(`Missing personalisation: ${missing.join(', ')}`);
}

export function refuseUnlessALetter(
  template: Template,
  filled: FilledTemplate,
  personalisation: Personalisation,
): void {
  if (isEmptyOnceFilled(template, filled)) throw badRequest('Your message is empty.');
  if (sendsFile(personalisation)) throw badRequest('Can only send a file by email');
}
