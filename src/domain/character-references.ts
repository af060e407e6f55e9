/** `&amp;` and the like in texts of templates and values: read as what they stand for, since services send escaped text to GOV.UK Notify. */

const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0' };
const REFERENCE = /&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|(amp|lt|gt|quot|apos|nbsp));/gu;
const LAST_CODE_POINT = 0x10ffff;

/** Undefined for a number that is no character that can be printed. */
function characterOf(code: number): string | undefined {
  const isSurrogate = code >= 0xd800 && code <= 0xdfff;
  const isControl = code < 0x20 || (code >= 0x7f && code < 0xa0);
  return code > LAST_CODE_POINT || isSurrogate || isControl ? undefined : String.fromCodePoint(code);
}

/** The text that a reader sees. Each reference is read once; one that stands for nothing stays as it is. */
export const decodeReferences = (text: string): string =>
  text.replace(REFERENCE, (written, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return NAMED[name] ?? written;
    return characterOf(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)) ?? written;
  });

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };
const KEPT = /(&nbsp;|&amp;)/u;

/** HTML in which `decodeReferences` sees the same text. References to `&` and to the space that does not break stay as they are. */
export const escapeHtml = (text: string): string =>
  text
    .split(KEPT)
    .map((part) =>
      KEPT.test(part)
        ? part
        : decodeReferences(part).replace(/[&<>]/gu, (character) => ESCAPES[character] ?? character),
    )
    .join('');
