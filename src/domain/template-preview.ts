/** A template as a letter that is sent to nobody, for the people who write it. */
import { fillTemplate, isEmptyOnceFilled, missingPersonalisation, type TemplateText } from './fill-template';
import type { Footer } from './footer';
import type { Logo } from './logo';
import { letterToRender } from './letter-to-render';
import type { Personalisation } from './personalisation';
import { MOST_QR_CODE_BYTES, qrCodeProblem } from './qr-code';
import { addressMessage, addressTextOf, readRecipient } from './recipient';
import type { LetterToRender } from './rendering';
import { type Result, ok, refused } from './result';

/** In the window where the personalisation has no address. */
const NO_ADDRESS = ['Address line 1', 'Address line 2', 'Address line 3', 'SW1A 1AA'];

function addressLinesOf(personalisation: Personalisation): Result<readonly string[], string> {
  if (addressTextOf(personalisation) === '') return ok(NO_ADDRESS);
  const address = readRecipient(personalisation, { international: true });
  return address.ok ? ok(address.value.lines) : refused(addressMessage(address.error));
}

/** What a service's letters have besides their text. */
export interface Letterhead {
  readonly logo: Logo | null;
  readonly footer: Footer;
}

/** What would be printed of a letter that is accepted now, or one line that says why there could be none. */
export function templatePreview(
  text: TemplateText,
  personalisation: Personalisation,
  { now, ...letterhead }: Letterhead & { readonly now: Date },
): Result<LetterToRender, string> {
  const missing = missingPersonalisation(text, personalisation);
  if (missing.length > 0) return refused(`Missing personalisation: ${missing.join(', ')}`);
  const filled = fillTemplate(text, personalisation);
  if (isEmptyOnceFilled(text, filled)) return refused('The letter would be empty');
  const code = qrCodeProblem(filled.body);
  if (code) return refused(`A QR code has ${code.bytes} bytes, and at most ${MOST_QR_CODE_BYTES} can be scanned`);
  const address = addressLinesOf(personalisation);
  if (!address.ok) return address;
  return ok(letterToRender({ text, personalisation, addressLines: address.value, createdAt: now, ...letterhead }));
}
