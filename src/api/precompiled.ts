import { createHash } from 'node:crypto';
import type { ServiceId, Sha256 } from '../domain/letter';
import { precompiledTemplateId } from '../domain/precompiled';

const sha256Of = (text: string) => createHash('sha256').update(text).digest('hex') as Sha256;

/** The hidden template that a service's precompiled letters belong to. */
export const precompiledTemplateIdOf = (service: ServiceId): string => precompiledTemplateId(service, sha256Of);
