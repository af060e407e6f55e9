import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type IncomingHttpHeaders, type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

const FIXTURES = join(__dirname, '..', 'fixtures', 'callbacks');
export const RECEIVER_CERTIFICATE = readFileSync(join(FIXTURES, 'cert.pem'), 'utf8');

export interface ReceivedCallback {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

/** How a receiver answers: in words, after `delayMs`; or as those do that nobody should wait for. */
export type ReceiverAnswer =
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly delayMs?: number;
    }
  | { readonly kind: 'held'; readonly status?: number; readonly headers?: Record<string, string> }
  | {
      readonly kind: 'hang' | 'reset' | 'cut after 200' | 'a byte at a time' | 'endless body' | 'endless headers';
    };

const OK: ReceiverAnswer = { kind: 'status', status: 204 };
const CHUNK = Buffer.alloc(256 * 1024, 'x');

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** Writes until nobody listens, and counts what was taken. */
async function writeOn(response: ServerResponse, chunk: Buffer | string, everyMs: number, counts: { written: number }) {
  while (!response.destroyed && response.socket && !response.socket.destroyed) {
    counts.written += chunk.length;
    if (!response.write(chunk)) await Promise.race([once(response, 'drain'), once(response, 'close')]);
    await pause(everyMs);
  }
}

/** A service that hears of its letters, over real HTTP or, `secure`, HTTPS. */
export async function startReceiver({ secure = false }: { readonly secure?: boolean } = {}) {
  const received: ReceivedCallback[] = [];
  const answers: ReceiverAnswer[] = [];
  const sockets = new Set<Socket>();
  const counts = { connections: 0, underWay: 0, mostAtOnce: 0, written: 0 };
  const held: (() => void)[] = [];
  let usual = OK;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url: path = '', headers } = request;
    const text = await textOf(request);
    received.push({ method, path, headers, text, body: JSON.parse(text) as Record<string, unknown> });
    const how = answers.shift() ?? usual;
    switch (how.kind) {
      case 'status':
        if (how.delayMs !== undefined) await pause(how.delayMs);
        return void response.writeHead(how.status, how.headers).end();
      case 'hang':
        return;
      case 'held':
        held.push(() => response.writeHead(how.status ?? 200, how.headers).end());
        return;
      case 'reset':
        return void request.socket.destroy();
      case 'cut after 200':
        response.writeHead(200, { 'content-length': '100' }).write('half');
        await pause(50);
        return void request.socket.destroy();
      case 'a byte at a time':
        response.writeHead(200);
        return writeOn(response, 'x', 50, counts);
      case 'endless body':
        response.writeHead(200);
        return writeOn(response, CHUNK, 0, counts);
      case 'endless headers':
        request.socket.write('HTTP/1.1 200 OK\r\n');
        while (!request.socket.destroyed && request.socket.write(`x-more: ${'x'.repeat(1_000)}\r\n`)) await pause(1);
    }
  }

  const handle = (request: IncomingMessage, response: ServerResponse) => {
    counts.underWay += 1;
    counts.mostAtOnce = Math.max(counts.mostAtOnce, counts.underWay);
    response.once('close', () => (counts.underWay -= 1));
    response.on('error', () => undefined);
    answer(request, response).catch(() => undefined);
  };
  const server = secure
    ? createTlsServer({ cert: RECEIVER_CERTIFICATE, key: readFileSync(join(FIXTURES, 'key.pem')) }, handle)
    : createServer(handle);
  server.on('connection', (socket: Socket) => {
    counts.connections += 1;
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1', 2_048);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${secure ? 'https' : 'http'}://127.0.0.1:${port}/letters?from=postroom`,
    received,
    counts,
    /** The next calls are answered so, one after the other; then as usual. */
    next: (...some: ReceiverAnswer[]) => void answers.push(...some),
    /** How many are `held`, and lets them all go. */
    held: () => held.length,
    letGo: () => held.splice(0).forEach((answerOne) => answerOne()),
    always: (how: ReceiverAnswer) => void (usual = how),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
export type Receiver = Awaited<ReturnType<typeof startReceiver>>;
