import type { LetterId, LetterStatus, ServiceId } from './letter';

/** Where a service wants to hear of its letters. Its secrets are not part of it. */
export interface CallbackEndpoint {
  readonly serviceId: ServiceId;
  readonly url: string;
  readonly statuses: readonly LetterStatus[];
  /** Whether a bearer token goes with each callback. */
  readonly hasToken: boolean;
  /** Whether each callback is signed. */
  readonly isSigned: boolean;
  /** While a signing secret is exchanged, both sign. */
  readonly isRotating: boolean;
  readonly createdAt: Date;
  readonly stoppedAt: Date | null;
  readonly stoppedReason: string | null;
}

/** What opens an endpoint; at least one of them is there. */
export interface CallbackSecrets {
  readonly bearerToken: string | null;
  /** In the form of Standard Webhooks, the newest first: none, one, or two while they are exchanged. */
  readonly signingSecrets: readonly string[];
}

/** One status of one letter that waits to be told, with what its message says. */
export interface DueCallback {
  readonly letterId: LetterId;
  readonly serviceId: ServiceId;
  /** Of the letter's history; with the id it names the message for ever. */
  readonly sequence: number;
  readonly status: LetterStatus;
  /** When the letter came to that status. */
  readonly at: Date;
  readonly clientReference: string | null;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
  /** On which template the letter was made; null for a precompiled one. */
  readonly template: { readonly id: string; readonly version: number; readonly name: string } | null;
  /** How often it was tried, this time included. */
  readonly attempts: number;
  /** From when on it is tried for three days. */
  readonly retryFrom: Date;
}

/** Callbacks of a page. All of them are under way at once, so it takes as long as its slowest answer. */
export const CALLBACK_PAGE = 50;

/** A page of callbacks in one worker's hands until `leasedUntil`; then they are due again. */
export interface CallbackPage {
  readonly endpoint: { readonly url: string } & CallbackSecrets;
  readonly callbacks: readonly DueCallback[];
  readonly leasedUntil: Date;
  /** Pages in a row before this one that brought nothing but faults. */
  readonly fruitless: number;
}

/** Which attempts of which page: who held them until when, and where they went. */
export type CallbackLease = Pick<CallbackPage, 'leasedUntil'> & { readonly endpoint: { readonly url: string } };

/** What is to be done for a service now. */
export interface CallbackLook {
  /** Callbacks that may be sent now, counted up to a limit. */
  readonly due: number;
  readonly fruitless: number;
  /** When the next one is due; null when none waits. */
  readonly nextAt: Date | null;
}

/** Why a callback is tried no more: for three days in vain, refused by the service, or its endpoint is stopped. */
export const EXHAUSTED_CAUSES = ['gave-up', 'refused', 'stopped'] as const;
export type ExhaustedCause = (typeof EXHAUSTED_CAUSES)[number];

/** What one attempt came to. */
export interface CallbackOutcome {
  readonly letterId: LetterId;
  readonly sequence: number;
  /** The answer in a few words: its status or why there was none, never its text. */
  readonly answer: string;
  readonly result:
    | { readonly kind: 'delivered' }
    | { readonly kind: 'again'; readonly dueAt: Date }
    | { readonly kind: 'exhausted'; readonly cause: ExhaustedCause };
}

/** How an endpoint's callbacks stand. */
export interface CallbackStanding {
  readonly waiting: number;
  readonly nextAt: Date | null;
  readonly exhausted: number;
  readonly lastDeliveredAt: Date | null;
  readonly pausedUntil: Date | null;
}

/** Which statuses are told once more; `failed`: only those that nobody has been told. */
export type ReplayScope = { readonly failed: boolean } & (
  | { readonly kind: 'letter'; readonly letterId: LetterId }
  | { readonly kind: 'range'; readonly from: Date; readonly until: Date }
);
