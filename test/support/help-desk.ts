import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** What goes wrong with the next call; `lost`: it is done, and the answer never arrives. */
export type Fault =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  | { readonly kind: 'hang' | 'slow body' | 'lost' };

interface DeskTicket {
  readonly id: number;
  readonly external_id: string;
  readonly subject: string;
  status: string;
  readonly comments: unknown[];
}

async function bodyOf(request: IncomingMessage): Promise<Received['body']> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  return text === '' ? {} : (JSON.parse(text) as Received['body']);
}

/** A help desk with Zendesk's interface and a receiver of webhooks, over real HTTP, with faults to be had. */
export async function startHelpDesk() {
  const received: Received[] = [];
  const tickets: DeskTicket[] = [];
  const faults: Fault[] = [];
  const sockets = new Set<Socket>();

  function create(fields: Record<string, unknown>): DeskTicket {
    const { external_id, subject, comment } = fields as { external_id: string; subject: string; comment: unknown };
    const ticket = { id: 4_000 + tickets.length, external_id, subject, status: 'new', comments: [comment] };
    tickets.push(ticket);
    return ticket;
  }

  /** What the call does, as status and answer. */
  function act({ method, path, body }: Received): readonly [number, unknown] {
    const url = new URL(path, 'http://desk');
    const ticket = tickets.find(({ id }) => url.pathname === `/api/v2/tickets/${id}.json`);
    const fields = (body['ticket'] ?? {}) as Record<string, unknown>;
    if (url.pathname === '/hook') return [200, {}];
    if (url.pathname === '/api/v2/tickets.json' && method === 'GET') {
      const name = url.searchParams.get('external_id');
      return [200, { tickets: tickets.filter(({ external_id }) => external_id === name) }];
    }
    if (url.pathname === '/api/v2/tickets.json') return [201, { ticket: create(fields) }];
    if (!ticket) return [404, { error: 'RecordNotFound' }];
    if (method === 'GET') return [200, { ticket }];
    if (ticket.status === 'closed') return [422, { error: 'RecordInvalid' }];
    ticket.status = String(fields['status']);
    ticket.comments.push(fields['comment']);
    return [200, { ticket }];
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const call = { method, path, headers, body: await bodyOf(request) };
    received.push(call);
    const fault = faults.shift();
    if (fault?.kind === 'hang') return;
    if (fault?.kind === 'status') {
      response.writeHead(fault.status, fault.headers).end(fault.body ?? '{}');
      return;
    }
    const [status, body] = act(call);
    if (fault?.kind === 'lost') return void request.socket.destroy();
    response.writeHead(status, { 'content-type': 'application/json' });
    if (fault?.kind === 'slow body') return void response.write('{');
    response.end(JSON.stringify(body));
  }

  const server = createServer((request, response) => void answer(request, response));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    tickets,
    /** The next calls go wrong, one after the other. */
    fail: (...next: Fault[]) => void faults.push(...next),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
export type HelpDesk = Awaited<ReturnType<typeof startHelpDesk>>;
