import { type IncomingMessage, type Server, type ServerResponse, createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/**
 * What becomes of a request. `hold`: it waits for ever. `answer`: refused with that status, nothing happens. `lose-answer`:
 * it happens, and the connection ends without an answer. `cut-body`: half of the answer's body, then the end. `delay`: late.
 */
export type Meddling =
  | { readonly kind: 'hold' | 'lose-answer' | 'cut-body' }
  | { readonly kind: 'answer'; readonly status: number }
  | { readonly kind: 'delay'; readonly ms: number };

type Meddler = (from: IncomingMessage) => Meddling | undefined;

/** Stands between a worker and the object store, and can come between them. */
export interface ObjectProxy {
  readonly url: string;
  /** Requests that wait. */
  held(): number;
  /** Requests that were meddled with since the start. */
  meddled(): number;
  /** From now on, for every request. */
  meddle(meddler: Meddler): void;
  /** From now on the requests that fit wait for ever: their worker is about to die. */
  holdBack(fits: (request: IncomingMessage) => boolean): void;
  /** Lets everything through again. What was held is dropped with its connection. */
  letThrough(): void;
  close(): Promise<void>;
}

function forward(from: IncomingMessage, endpoint: URL, to: ServerResponse, meddling?: Meddling): void {
  const { method, url, headers } = from;
  // The Host header stays: it is part of what was signed.
  const onward = request({ host: endpoint.hostname, port: endpoint.port, method, path: url, headers }, (answer) => {
    if (meddling?.kind === 'lose-answer') {
      answer.resume().on('end', () => from.socket.destroy());
      return;
    }
    to.writeHead(answer.statusCode ?? 502, answer.headers);
    if (meddling?.kind !== 'cut-body') answer.pipe(to);
    else
      answer.once('data', (chunk: Buffer) => {
        to.write(chunk.subarray(0, chunk.length / 2), () => from.socket.destroy());
      });
  });
  onward.on('error', () => to.destroy());
  from.pipe(onward);
}

const refusal = (status: number) =>
  `<?xml version="1.0"?><Error><Code>Fault${status}</Code><Message>no</Message></Error>`;

export async function startObjectProxy(endpoint: string): Promise<ObjectProxy> {
  const target = new URL(endpoint);
  let meddler: Meddler = () => undefined;
  let meddled = 0;
  const held = new Set<IncomingMessage>();

  function serve(from: IncomingMessage, to: ServerResponse): void {
    const meddling = meddler(from);
    if (meddling) meddled += 1;
    switch (meddling?.kind) {
      case 'hold':
        held.add(from);
        to.on('close', () => held.delete(from));
        return;
      case 'answer':
        from.resume().on('end', () => {
          to.writeHead(meddling.status, { 'content-type': 'application/xml' }).end(refusal(meddling.status));
        });
        return;
      case 'delay':
        setTimeout(() => forward(from, target, to), meddling.ms);
        return;
      case 'lose-answer':
      case 'cut-body':
      case undefined:
        forward(from, target, to, meddling);
    }
  }

  const server: Server = createServer(serve);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held: () => held.size,
    meddled: () => meddled,
    meddle: (next) => void (meddler = next),
    holdBack: (fits) => void (meddler = (from) => (fits(from) ? { kind: 'hold' } : undefined)),
    letThrough: () => {
      meddler = () => undefined;
      for (const from of held) from.socket.destroy();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
