/** What a service may give as its endpoint (security 18). Where a name leads is looked at again at each connection. */
import { LETTER_STATUSES, type LetterStatus } from './letter';
import { type Result, ok, refused } from './result';

const PORTS: readonly string[] = ['', '8443'];
const LONGEST_URL = 2_000;
/** A URL's host after parsing: however an IPv4 address was written, it is four decimal numbers now. */
const ADDRESS = /^\[|^\d+(\.\d+){3}$/;
const TOKEN = /^[\x21-\x7e]{10,500}$/;

/**
 * The URL in its normal form, or why it is none of ours. `allowPrivate`, for local use alone, lets `http`, any port and
 * names or addresses of the own machine through.
 */
export function parseCallbackUrl(text: string, { allowPrivate }: { allowPrivate: boolean }): Result<string, string> {
  if (text.length > LONGEST_URL || !URL.canParse(text))
    return refused('is not a URL such as https://example.com/letters');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return refused('carries credentials; give a bearer token instead');
  if (url.hash !== '') return refused('has a part after #, which is never sent');
  if (allowPrivate)
    return url.protocol === 'http:' || url.protocol === 'https:' ? ok(url.href) : refused('is not https');
  if (url.protocol !== 'https:') return refused('is not https');
  if (!PORTS.includes(url.port)) return refused('has another port than 443 or 8443');
  if (ADDRESS.test(url.hostname)) return refused('names an address; give the name of a host');
  if (!url.hostname.includes('.')) return refused('names a host of the own network');
  return ok(url.href);
}

/** A bearer token, 10 to 500 printable characters without spaces. */
export const parseCallbackToken = (text: string): string | undefined => (TOKEN.test(text) ? text : undefined);

/** Statuses with commas, or `all`; or the word that is none. */
export function parseCallbackStatuses(text: string): Result<readonly LetterStatus[], string> {
  if (text === 'all') return ok(LETTER_STATUSES);
  const words = text.split(',').map((word) => word.trim());
  const unknown = words.find((word) => !LETTER_STATUSES.some((status) => status === word));
  return unknown === undefined ? ok(LETTER_STATUSES.filter((status) => words.includes(status))) : refused(unknown);
}
