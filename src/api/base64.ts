const WHITESPACE = /[ \t\r\n\f\v]+/g;
const FOREIGN = /[^A-Za-z0-9+/=]/;

/**
 * RFC 4648 with whitespace allowed and padding required; undefined for anything else. `Buffer.from` alone never refuses.
 * Plain looks instead of one pattern: content has 20 million characters.
 */
export function decodeBase64(text: string): Buffer | undefined {
  const compact = text.replace(WHITESPACE, '');
  const padding = compact.indexOf('=');
  const padded = padding === -1 || /^={1,2}$/.test(compact.slice(padding));
  return compact.length % 4 === 0 && padded && !FOREIGN.test(compact) ? Buffer.from(compact, 'base64') : undefined;
}
