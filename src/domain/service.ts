import type { KeyKind, ServiceId } from './letter';

/** Seven days unless a service wants fewer or more (domain §9). */
export const RETENTION_DAYS = { smallest: 3, largest: 90 } as const;
/** POSTs of a letter per minute and kind of key: 3,000 unless a service wants another limit (letters-api §10). */
export const RATE_LIMITS = { smallest: 1, largest: 100_000 } as const;
/** Letters per UTC day, those of test keys not counted: 20,000 unless a service wants another limit. */
export const DAILY_LIMITS = { smallest: 1, largest: 10_000_000 } as const;

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
  /** Whether it may send letters at all. */
  readonly lettersAllowed: boolean;
  /** Whether its letters may go abroad. */
  readonly international: boolean;
  /** POSTs of a letter per minute, for each kind of key. */
  readonly rateLimit: number;
  /** Letters per UTC day; those of test keys do not count. */
  readonly dailyLimit: number;
  readonly createdAt: Date;
}

/** What is agreed with a service; each has a default. */
export type ServiceTerms = Pick<
  Service,
  'retentionDays' | 'lettersAllowed' | 'international' | 'rateLimit' | 'dailyLimit'
>;

export interface ApiKey {
  readonly id: string;
  readonly serviceId: ServiceId;
  readonly name: string;
  readonly kind: KeyKind;
  readonly createdAt: Date;
  readonly revokedAt: Date | null;
}
