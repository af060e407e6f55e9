/** Tokens of services: JSON Web Tokens that their own API key signed. */
import { compactVerify, decodeJwt, decodeProtectedHeader, errors } from 'jose';

type Claims = Readonly<Record<string, unknown>>;

export interface Token {
  readonly compact: string;
  readonly algorithm: unknown;
  readonly claims: Claims;
}

const SHAPE = /^[\w-]+\.[\w-]+\.[\w-]*$/;
const WHOLE_NUMBER = /^\s*[+-]?\d+\s*$/;
/** How far the two clocks may be apart, in seconds. */
const LEEWAY = 30;

/** Takes a token apart without believing it. Undefined: this is no JSON Web Token. */
export function readToken(compact: string): Token | undefined {
  if (!SHAPE.test(compact)) return undefined;
  try {
    return { compact, algorithm: decodeProtectedHeader(compact).alg, claims: decodeJwt(compact) };
  } catch (error) {
    if (error instanceof errors.JOSEError || error instanceof TypeError) return undefined;
    throw error;
  }
}

/** Whether this secret signed the token. The key is the secret's text with its hyphens, not the bytes that the text stands for. */
export async function isSignedBy(token: Token, secret: string): Promise<boolean> {
  try {
    await compactVerify(token.compact, Buffer.from(secret, 'ascii'), { algorithms: ['HS256'] });
    return true;
  } catch (error) {
    if (error instanceof errors.JOSEError) return false;
    throw error;
  }
}

/** Numbers and numeric texts count, in whole seconds. */
function seconds(claim: unknown): number | undefined {
  if (typeof claim === 'number') return Math.trunc(claim);
  return typeof claim === 'string' && WHOLE_NUMBER.test(claim) ? Number(claim) : undefined;
}

/** A claim of another type than it must have. */
const isNoText = (claims: Claims, name: string): boolean => name in claims && typeof claims[name] !== 'string';

/**
 * What the claims of a rightly signed token are worth: `unsigned` counts as if no key fitted, `clock` and `refused` have messages of
 * their own. The rules, inclusive bounds and their order are those of Notify with PyJWT.
 */
export function judgeClaims(claims: Claims, now: Date): 'valid' | 'unsigned' | 'clock' | 'refused' {
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const notBefore = 'nbf' in claims ? seconds(claims['nbf']) : nowSeconds;
  const expires = 'exp' in claims ? seconds(claims['exp']) : nowSeconds;
  if (!('iat' in claims) || notBefore === undefined || expires === undefined) return 'unsigned';
  const issued = seconds(claims['iat']);
  if (issued === undefined || Math.abs(nowSeconds - issued) > LEEWAY || notBefore > nowSeconds + LEEWAY) return 'clock';
  const audience = Boolean(claims['aud']);
  return expires <= nowSeconds - LEEWAY || audience || isNoText(claims, 'sub') || isNoText(claims, 'jti')
    ? 'refused'
    : 'valid';
}
