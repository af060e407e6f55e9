/** Requests that their sender may make again (letters-api §13). */
import type { LetterId, Sha256 } from './letter';

/** The hash of a request's Idempotency-Key and of its body. */
export interface RepeatableRequest {
  readonly key: Sha256;
  readonly body: Sha256;
}

/** What the first request under a key has made. */
export interface FirstRequest {
  readonly letterId: LetterId;
  readonly letterCreatedAt: Date;
  readonly body: Sha256;
  /** JSON. */
  readonly answer: string;
  /** What its acceptance marker is to hold; null once the marker is known to be stored. */
  readonly marker: string | null;
}
