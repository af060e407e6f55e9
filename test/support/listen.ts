import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHardenedServer } from '../../src/api/harden-server';

export interface Listening {
  /** Scheme, host and port, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves an app on a port of its own, with the limits that its server has in production. */
export async function listen(app: RequestListener): Promise<Listening> {
  const server = createHardenedServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
