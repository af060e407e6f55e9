import { createHash } from 'node:crypto';
import type { Sha256 } from '../domain/letter';

export const sha256Of = (content: Buffer | string): Sha256 =>
  createHash('sha256').update(content).digest('hex') as Sha256;
