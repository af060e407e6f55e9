/** The API in every state in which a client may meet it. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fails, letters, objects } from '../api/stores';
import type { World } from '../api/world';
import { listen } from '../support/listen';

const never = (): Promise<never> => new Promise(() => undefined);

/** A port at which nobody listens. */
async function nobody(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

/** A clock that is this many seconds ahead of the clients'. */
const clockAhead = (seconds: number) => ({ clock: { now: () => new Date(Date.now() + seconds * 1000) } });

export async function startServers(world: World) {
  const broken = { show: fails, accept: fails };
  const silent = { ...letters(world, { show: never }), ...objects(world, { get: never }) };
  const apps = [
    world.app(clockAhead(0)),
    world.app(clockAhead(60)),
    world.app(clockAhead(-60)),
    world.app({ ...clockAhead(0), ...letters(world, broken), ...objects(world, { get: fails }) }),
    world.app({ ...clockAhead(0), ...silent }, { answerWithinMs: 200 }),
  ];
  const listening = await Promise.all(apps.map(listen));
  const [right = '', ahead = '', behind = '', failing = '', slow = ''] = listening.map(({ url }) => url);
  return {
    urls: { right, ahead, behind, failing, slow, nobody: await nobody() },
    close: () => Promise.all(listening.map((server) => server.close())),
  };
}
export type Urls = Awaited<ReturnType<typeof startServers>>['urls'];
