import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** Stands between a worker and the object store, and can hold requests back. */
export interface ObjectProxy {
  readonly url: string;
  /** Requests that wait. */
  held(): number;
  /** From now on the requests that fit wait for ever: their worker is about to die. */
  holdBack(fits: (request: IncomingMessage) => boolean): void;
  /** Lets everything through again. What was held is dropped with its connection. */
  letThrough(): void;
  close(): Promise<void>;
}

function forward(from: IncomingMessage, endpoint: URL, to: ServerResponse): void {
  const { method, url, headers } = from;
  // The Host header stays: it is part of what was signed.
  const onward = request({ host: endpoint.hostname, port: endpoint.port, method, path: url, headers }, (answer) => {
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(to);
  });
  onward.on('error', () => to.destroy());
  from.pipe(onward);
}

export async function startObjectProxy(endpoint: string): Promise<ObjectProxy> {
  const target = new URL(endpoint);
  let fits: (from: IncomingMessage) => boolean = () => false;
  const held = new Set<IncomingMessage>();
  const server: Server = createServer((from, to) => {
    if (!fits(from)) {
      forward(from, target, to);
      return;
    }
    held.add(from);
    to.on('close', () => held.delete(from));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: () => held.size,
    holdBack: (test) => {
      fits = test;
    },
    letThrough: () => {
      fits = () => false;
      for (const from of held) from.socket.destroy();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
