import { createHash } from 'node:crypto';
import type { ServiceId } from '../domain/letter';

/** The hidden template that a service's precompiled letters belong to; template routes do not show it. */
export const PRECOMPILED = { subject: 'Pre-compiled PDF', body: '', version: 1 } as const;

/** Its id follows from the service's (a UUID of version 8), so it needs no row and is the same on every replica. */
export function precompiledTemplateIdOf(service: ServiceId): string {
  const hex = createHash('sha256').update(`precompiled template of ${service}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
