import type { Ticket } from '../../domain/ticket';

/** A list of thousands of zips would be refused for its length; the whole of it stands in our table. */
const LONGEST = 60_000;

/**
 * One name for a ticket, whatever the sink, and for ever: an id alone would come again in another environment, or after
 * the database was set back.
 */
export const nameOf = (environment: string, { id, openedAt }: Ticket): string =>
  `postroom-${environment}-${id}-${openedAt.getTime()}`;

export const messageOf = ({ id, message }: Ticket): string =>
  message.length <= LONGEST ? message : `${message.slice(0, LONGEST)} … (all of it: postroom ticket show ${id})`;
