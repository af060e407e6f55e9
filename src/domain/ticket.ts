export const TICKET_KINDS = [
  'letters-failed',
  'letters-still-sending',
  'zips-not-acknowledged',
  'letter-dropped',
  'letter-unpreparable',
  'letters-left-behind',
  'batch-parked',
  'transfer-failing',
  'inbound-file-refused',
  'inbound-lines-unapplied',
  'inbound-lines-conflicting',
  'inbound-name-reused',
  'acknowledgement-line-unreadable',
  'acknowledged-without-intent',
  'letters-still-created',
  'letters-not-prepared',
  'letters-technical-failure',
  'print-run-missing',
  'calendar-ending',
  'unexpected-file',
  'poll-failing',
  'volumes-not-sent',
  'callbacks-exhausted',
  'callbacks-stopped',
] as const;
export type TicketKind = (typeof TICKET_KINDS)[number];

export interface NewTicket {
  readonly kind: TicketKind;
  /** One ticket per cause while it is open. Made by `ticketKey` of the contract. */
  readonly dedupKey: string;
  readonly subject: string;
  /** What happened and what to do; names and counts, never addresses or PDF text. */
  readonly message: string;
}

export interface Ticket extends NewTicket {
  readonly id: string;
  readonly openedAt: Date;
  readonly closedAt: Date | null;
  readonly closedBy: string | null;
}

/** Who closes a ticket whose cause is gone. */
export const CLOSED_BY_ITSELF = 'postroom';

/** A ticket on its way to a sink outside: its opening first, its closing once that has been taken. */
export interface TicketDelivery {
  readonly ticket: Ticket;
  readonly act: 'open' | 'close';
  /** What the sink calls the ticket, from its answer to the opening. */
  readonly externalId: string | null;
  /** How often this act was tried, this time included. */
  readonly attempts: number;
}

/** How a sink outside stands with one ticket. */
export interface DeliveryState {
  readonly sink: string;
  readonly externalId: string | null;
  readonly openedAt: Date | null;
  readonly closedAt: Date | null;
  readonly attempts: number;
  readonly lastError: string | null;
}

/**
 * What a sink said. `later`: a fault that passes, tried again with backoff. `refused`: it would say the same again until
 * somebody changes its settings, so it is tried rarely; never is a ticket lost.
 */
export type SinkAnswer =
  | { readonly kind: 'taken'; readonly externalId: string | null }
  | { readonly kind: 'later'; readonly reason: string; readonly afterMs?: number }
  | { readonly kind: 'refused'; readonly reason: string };
