import type { ServiceId, Sha256 } from './letter';

/** The hidden template that a service's precompiled letters belong to; template routes do not show it. */
export const PRECOMPILED = { subject: 'Pre-compiled PDF', body: '', version: 1 } as const;

/** Its id follows from the service's (a UUID of version 8), so it needs no row and is the same in every process. */
export function precompiledTemplateId(service: ServiceId, sha256Of: (text: string) => Sha256): string {
  const hex = sha256Of(`precompiled template of ${service}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
