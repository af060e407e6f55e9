import type { ServiceId } from './letter';
import type { Postage } from './postage';

/** What a hold is about: letters of a service (`postage` null), of a class in every service, or of a class in one service. Never both null. */
export interface HoldScope {
  readonly serviceId: ServiceId | null;
  readonly postage: Postage | null;
}

/** While it is not lifted, no run claims a letter in its scope. Letters in batches are not touched: those have a hold of their own. */
export interface Hold extends HoldScope {
  readonly id: number;
  readonly actor: string;
  readonly reason: string;
  readonly placedAt: Date;
  readonly liftedAt: Date | null;
  readonly liftedBy: string | null;
  readonly liftReason: string | null;
}

export function parseHoldId(text: string): number | undefined {
  const id = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : 0;
  return id > 0 && id <= 2_147_483_647 ? id : undefined;
}
