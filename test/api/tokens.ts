import { createHmac } from 'node:crypto';

const encode = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

export interface TokenParts {
  readonly secret: string;
  readonly claims: unknown;
  readonly header?: unknown;
}

/** A token as Notify's clients make it, written here without the library that the API reads it with. */
export function signToken({ secret, claims, header = { typ: 'JWT', alg: 'HS256' } }: TokenParts): string {
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}
