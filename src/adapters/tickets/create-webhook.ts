import type { SinkAnswer, Ticket } from '../../domain/ticket';
import type { TicketSink } from '../../ports';
import { ask } from './ask';
import { messageOf, nameOf } from './ticket-text';

export interface WebhookSettings {
  readonly url: string;
  /** Sent as a bearer token; null: no authorization. */
  readonly token: string | null;
  /** Part of each ticket's name, so that two environments may share a receiver. */
  readonly environment: string;
  readonly patienceMs?: number;
}

const SINK = 'webhook';

/** Each act is one `POST` of JSON with an `Idempotency-Key`, by which the receiver knows a repeat. 2xx is success. */
export function createWebhook({ url, token, environment, patienceMs }: WebhookSettings): TicketSink {
  async function post(event: 'ticket.opened' | 'ticket.closed', ticket: Ticket): Promise<SinkAnswer> {
    const name = nameOf(environment, ticket);
    const heard = await ask({
      method: 'POST',
      url,
      headers: {
        'idempotency-key': `${name}-${SINK}-${event}`,
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      },
      body: {
        event,
        ticket: name,
        environment,
        id: ticket.id,
        kind: ticket.kind,
        cause: ticket.dedupKey,
        subject: ticket.subject,
        message: messageOf(ticket),
        opened_at: ticket.openedAt.toISOString(),
        closed_at: ticket.closedAt?.toISOString() ?? null,
        closed_by: ticket.closedBy,
      },
      ...(patienceMs === undefined ? {} : { patienceMs }),
    });
    return heard.kind === 'answered' ? { kind: 'taken', externalId: null } : heard;
  }

  return {
    name: SINK,
    open: (ticket) => post('ticket.opened', ticket),
    close: (ticket) => post('ticket.closed', ticket),
  };
}
