import type { KeyKind, ServiceId } from './letter';

/** Seven days unless a service wants fewer or more (domain §9). */
export const RETENTION_DAYS = { shortest: 3, longest: 90 } as const;

/** A tenant that sends letters. */
export interface Service {
  readonly id: ServiceId;
  readonly name: string;
  /** False while the service is in trial mode. */
  readonly live: boolean;
  /** False once the service is archived. */
  readonly active: boolean;
  /** How many days its letters are kept after their final status. */
  readonly retentionDays: number;
  readonly createdAt: Date;
}

export interface ApiKey {
  readonly id: string;
  readonly serviceId: ServiceId;
  readonly name: string;
  readonly kind: KeyKind;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}
