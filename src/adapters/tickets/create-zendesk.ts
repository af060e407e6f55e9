import type { SinkAnswer, Ticket } from '../../domain/ticket';
import type { TicketSink } from '../../ports';
import { type Ask, type Heard, ask } from './ask';
import { messageOf, nameOf } from './ticket-text';

export interface ZendeskSettings {
  /** Such as https://example.zendesk.com */
  readonly url: string;
  readonly email: string;
  readonly token: string;
  readonly environment: string;
  readonly patienceMs?: number;
}

const SINK = 'zendesk';
/** A ticket that was deleted there needs no solving. */
const GONE = 404;
/** A ticket that was closed there takes no change. */
const UNCHANGEABLE = 422;

interface ZendeskTicket {
  readonly id?: unknown;
  readonly status?: unknown;
}

const idOf = (ticket: ZendeskTicket | undefined): string | undefined => {
  const id = ticket?.id;
  return typeof id === 'number' || typeof id === 'string' ? String(id) : undefined;
};

const later = (reason: string): SinkAnswer => ({ kind: 'later', reason });

type Call = (
  method: Ask['method'],
  path: string,
  more?: { readonly body?: unknown; readonly headers?: Readonly<Record<string, string>> },
  understands?: readonly number[],
) => Promise<Heard>;

function createCall({ url, email, token, patienceMs }: ZendeskSettings): Call {
  const authorization = `Basic ${Buffer.from(`${email}/token:${token}`).toString('base64')}`;
  const patience = patienceMs === undefined ? {} : { patienceMs };
  return (method, path, { body, headers } = {}, understands = []) =>
    ask(
      { method, url: `${url}/api/v2${path}`, body, headers: { authorization, ...headers }, ...patience },
      understands,
    );
}

/** The ticket of that name, undefined when there is none. */
async function find(call: Call, name: string): Promise<SinkAnswer | undefined> {
  const heard = await call('GET', `/tickets.json?external_id=${encodeURIComponent(name)}`);
  if (heard.kind !== 'answered') return heard;
  const tickets = (heard.body as { tickets?: unknown } | undefined)?.tickets;
  // Not the list that was asked for: making a ticket now might make a second one.
  if (!Array.isArray(tickets)) return later('the search gave no list of tickets');
  const id = idOf(tickets[0] as ZendeskTicket | undefined);
  return id === undefined ? undefined : { kind: 'taken', externalId: id };
}

async function create(call: Call, name: string, environment: string, ticket: Ticket): Promise<SinkAnswer> {
  const body = {
    ticket: {
      external_id: name,
      subject: `${ticket.subject} (${environment})`,
      comment: { body: messageOf(ticket), public: false },
      tags: ['postroom', `postroom-${environment}`, ticket.kind],
    },
  };
  const heard = await call('POST', '/tickets.json', { body, headers: { 'idempotency-key': `${name}-${SINK}` } });
  if (heard.kind !== 'answered') return heard;
  const id = idOf((heard.body as { ticket?: ZendeskTicket } | undefined)?.ticket);
  return id === undefined ? later('the answer names no ticket') : { kind: 'taken', externalId: id };
}

async function solve(call: Call, id: string, { closedBy }: Ticket): Promise<SinkAnswer> {
  const path = `/tickets/${encodeURIComponent(id)}.json`;
  const comment = { body: `Closed by ${closedBy ?? 'postroom'}`, public: false };
  const heard = await call('PUT', path, { body: { ticket: { status: 'solved', comment } } }, [GONE, UNCHANGEABLE]);
  if (heard.kind !== 'answered') return heard;
  if (heard.status !== UNCHANGEABLE) return { kind: 'taken', externalId: id };

  const looked = await call('GET', path);
  if (looked.kind !== 'answered') return looked;
  const status = (looked.body as { ticket?: ZendeskTicket } | undefined)?.ticket?.status;
  const isDone = status === 'solved' || status === 'closed';
  return isDone ? { kind: 'taken', externalId: id } : { kind: 'refused', reason: `HTTP ${UNCHANGEABLE}` };
}

/**
 * Tickets in a help desk with Zendesk's interface. Before one is made it is looked for by our name for it, `external_id`:
 * the answer to an earlier attempt may have been lost. Closing one solves it there.
 */
export function createZendesk(settings: ZendeskSettings): TicketSink {
  const { environment } = settings;
  const call = createCall(settings);
  return {
    name: SINK,
    async open(ticket) {
      const name = nameOf(environment, ticket);
      return (await find(call, name)) ?? create(call, name, environment, ticket);
    },
    close: (ticket, externalId) =>
      // The opening was taken, so the help desk has named it.
      externalId === null ? Promise.resolve({ kind: 'taken', externalId }) : solve(call, externalId, ticket),
  };
}
