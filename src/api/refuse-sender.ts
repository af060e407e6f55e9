import { forbidden } from './errors';
import type { Caller } from './route';

/** Kinds of keys and services in trial mode: letters-api §2. Asked late, so that whoever tries out hears first of what is wrong with the letter. */
export function refuseUnlessMaySend({ service, keyKind }: Caller): void {
  if (keyKind === 'team') throw forbidden('Cannot send letters with a team api key');
  if (!service.live && keyKind !== 'test') throw forbidden('Cannot send letters when service is in trial mode');
}
