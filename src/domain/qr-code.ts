import { escapeHtml } from './character-references';
import { parseLetterBody } from './letter-body';

/** What can be printed so that it can still be scanned, in bytes of UTF-8 (alphagov/notifications-utils, qr_code). */
export const MOST_QR_CODE_BYTES = 504;

export interface QrCodeProblem {
  readonly data: string;
  readonly bytes: number;
}

/**
 * The first QR code of a filled body with too much data; undefined where all can be scanned. As at GOV.UK Notify the data is measured, and named, as
 * HTML: an `&` counts as `&amp;`.
 */
export function qrCodeProblem(body: string): QrCodeProblem | undefined {
  const codes = parseLetterBody(body).filter((block) => block.kind === 'qr-code');
  const measured = codes.map(({ data }) => {
    const html = escapeHtml(data);
    return { data: html, bytes: new TextEncoder().encode(html).length };
  });
  return measured.find(({ bytes }) => bytes > MOST_QR_CODE_BYTES);
}
