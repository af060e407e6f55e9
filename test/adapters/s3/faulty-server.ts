import { type IncomingMessage, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { ObjectStoreSettings } from '../../../src/adapters/s3/create-client';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** An S3 server that answers as it is told, for the answers a real one gives only on bad days. */
export async function startFaultyServer(answer: Answer) {
  const sockets = new Set<Socket>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method ?? ''} ${request.url ?? ''}`);
    request.resume();
    answer(request, response);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const settings: ObjectStoreSettings = {
    endpoint: `http://127.0.0.1:${port}`,
    region: 'us-east-1',
    bucket: 'letters',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
    pathStyle: true,
    checksums: 'WHEN_SUPPORTED',
    limits: { connectMs: 1_000, requestMs: 2_000, tries: 1 },
  };
  return {
    settings,
    requests,
    sockets,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
