import { type RequestListener, type Server, createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { COMMON_HEADERS } from './headers';

const REQUEST_MS = 60_000;
const HEADERS_MS = 20_000;
/** Longer than common load balancers keep theirs, so that they close first. */
const KEEP_ALIVE_MS = 75_000;

const ANSWERS: Readonly<Record<string, readonly [number, string, string]>> = {
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large', 'The request headers must not have more than 16 KiB'],
  NO_HOST: [400, 'Bad Request', 'The request has no Host header'],
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout', 'The request did not arrive within 60 seconds'],
};

/** What never became a request is answered in the same form as all else, then the connection ends. */
function refuse(error: Error & { readonly code?: string }, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const [status, phrase, message] = ANSWERS[error.code ?? ''] ?? [400, 'Bad Request', 'This is not HTTP'];
  const body = JSON.stringify({ status_code: status, errors: [{ error: 'BadRequestError', message }] });
  const head = [
    `HTTP/1.1 ${status} ${phrase}`,
    'Connection: close',
    ...Object.entries(COMMON_HEADERS).map(([name, value]) => `${name}: ${value}`),
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}

const HEAD_BYTES = 16_384;

/** A server for untrusted clients, not listening yet. Node's own would wait 5 minutes for a request, and refuse one that names no host without a word. */
export function createHardenedServer(app: RequestListener): Server {
  const server = createServer({ maxHeaderSize: HEAD_BYTES, requireHostHeader: false }, (request, response) => {
    const isHostless = request.headers.host === undefined && request.httpVersion !== '1.0';
    if (isHostless) refuse(Object.assign(new Error('no host'), { code: 'NO_HOST' }), request.socket);
    else app(request, response);
  });
  server.requestTimeout = REQUEST_MS;
  server.headersTimeout = HEADERS_MS;
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  server.on('clientError', refuse);
  // Node's own answer to an expectation it does not know has no body; ours is that of the request.
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
  return server;
}
