import type { KeyKind, ServiceId } from './letter';

/** A tenant that sends letters. */
export interface Service {
  readonly id: ServiceId;
  readonly name: string;
  /** False while the service is in trial mode. */
  readonly live: boolean;
  /** False once the service is archived. */
  readonly active: boolean;
  /** Its letters are not claimed while held. */
  readonly held: boolean;
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
