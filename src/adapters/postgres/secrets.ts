import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '../../domain/letter';

/** A version 4 UUID of the system's random source: clients cut the last 36 characters off a key, and some look whether they are one. (decision 0011) */
export const newKeySecret = (): string => randomUUID();

const TOKEN_PREFIX = 'postroom_operator_';

/** 256 random bits between a prefix and a checksum, by which scanners know a leaked token. */
export function newOperatorToken(): string {
  const random = randomBytes(32).toString('base64url');
  return `${TOKEN_PREFIX}${random}_${crc32(random).toString(16).padStart(8, '0')}`;
}

/** All that is stored of a token. A plain hash does: nobody guesses 256 bits. */
export const hashOfToken = (token: string): Sha256 =>
  createHash('sha256').update(token, 'utf8').digest('hex') as Sha256;
