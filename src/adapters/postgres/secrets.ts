import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '../../domain/letter';

/** A UUID of 128 random bits: clients cut the last 36 characters off a key, and a version's fixed bits would make it easier to guess. */
export function newKeySecret(): string {
  const hex = randomBytes(16).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const TOKEN_PREFIX = 'postroom_operator_';

/** 256 random bits between a prefix and a checksum, by which scanners know a leaked token. */
export function newOperatorToken(): string {
  const random = randomBytes(32).toString('base64url');
  return `${TOKEN_PREFIX}${random}_${crc32(random).toString(16).padStart(8, '0')}`;
}

/** All that is stored of a token. A plain hash does: nobody guesses 256 bits. */
export const hashOfToken = (token: string): Sha256 =>
  createHash('sha256').update(token, 'utf8').digest('hex') as Sha256;
