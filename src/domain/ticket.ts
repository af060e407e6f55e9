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
