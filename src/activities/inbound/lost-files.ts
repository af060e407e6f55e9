import type { Sha256 } from '../../domain/letter';
import { ticketKeys } from '../../contract';
import type { ActivityDependencies } from '../dependencies';

/** A file whose raw bytes are there again waits to be read as it did at first. The ticket first: who dies between comes again. */
export async function bringBack(
  { inbound, tickets }: Pick<ActivityDependencies, 'inbound' | 'tickets'>,
  sha256: Sha256,
): Promise<void> {
  await tickets.resolve(ticketKeys.inboundRefused(sha256));
  await inbound.bringBack(sha256);
}
