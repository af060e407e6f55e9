import { once } from 'node:events';
import type { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createHardenedServer } from '../../src/api/harden-server';
import { COMMON_HEADERS } from '../../src/api/headers';

let server: Server;
beforeAll(async () => {
  server = createHardenedServer((_request, response) => void response.end('through'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** What the server says to these bytes until it closes the connection. */
async function say(bytes: string): Promise<string> {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.end(bytes);
  const parts: Buffer[] = [];
  for await (const part of socket) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

test('A client may not take more than a minute for a request and 20 seconds for its head', () => {
  expect(server).toMatchObject({ requestTimeout: 60_000, headersTimeout: 20_000 });
});

test.each([
  ['what is no HTTP', 'hello\r\n\r\n', 400],
  [
    'both a length and chunks',
    'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    400,
  ],
  ['a request that names no host', 'GET / HTTP/1.1\r\n\r\n', 400],
  ['a head over 16 KiB', `GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(17_000)}\r\n\r\n`, 431],
])('%s is refused in the form of all errors, and the connection ends', async (_case, bytes, status) => {
  const answer = await say(bytes);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toContain(`HTTP/1.1 ${status} `);
  expect(head).toContain('Connection: close');
  for (const [name, value] of Object.entries(COMMON_HEADERS)) expect(head).toContain(`${name}: ${value}`);
  expect(JSON.parse(body)).toMatchObject({ status_code: status, errors: [{ error: 'BadRequestError' }] });
});

test.each([
  ['A right request', ''],
  ['A request that expects what nobody knows', 'Expect: a miracle\r\n'],
])('%s goes through', async (_case, header) => {
  expect(await say(`GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${header}\r\n`)).toContain('through');
});
