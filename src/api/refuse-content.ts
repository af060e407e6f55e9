/** What a template and a personalisation may not make together: letters-api §4. */
import { type FilledTemplate, isEmptyOnceFilled, missingPersonalisation } from '../domain/fill-template';
import { type Personalisation, sendsFile } from '../domain/personalisation';
import type { Template } from '../domain/template';
import { MOST_QR_CODE_BYTES, qrCodeProblem } from '../domain/qr-code';
import { badRequest, invalidEntry } from './errors';

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
