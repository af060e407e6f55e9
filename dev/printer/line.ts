import { EventEmitter, once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Controls } from './controls';

/** The wire between the printer's public port and its SSH server: what a network does to a connection happens here. */
export interface Line {
  readonly port: number;
  readonly connections: number;
  readonly connected: number;
  readonly mostConnections: number;
  set(settings: Controls['line']): Promise<void>;
  /** Ends one connection at once; it is named by the port the SSH server sees. */
  cut(farPort: number): void;
  /** Silences one connection until the promise settles. Nobody gets a FIN. */
  freeze(farPort: number, until: Promise<void>): void;
  close(): Promise<void>;
}

interface Wire {
  readonly near: Socket;
  readonly far: Socket;
  readonly ended: AbortController;
  frozen: boolean;
}

const LOOPBACK = '127.0.0.1';

export interface LineOptions {
  readonly sshPort: number;
  /** Where customers connect. */
  readonly host: string;
  readonly port: number;
}

export async function openLine({ sshPort, host, port }: LineOptions, first: Controls['line']): Promise<Line> {
  let settings = first;
  let connected = 0;
  let mostConnections = 0;
  const wires = new Set<Wire>();
  const changes = new EventEmitter().setMaxListeners(0);

  const passes = async (wire: Wire): Promise<void> => {
    while (settings.frozen || wire.frozen) await once(changes, 'change', { signal: wire.ended.signal });
  };
  const wait = (wire: Wire, ms: number) => sleep(ms, undefined, { signal: wire.ended.signal });

  const pump = async (wire: Wire, from: Socket, to: Socket): Promise<void> => {
    let moved: Promise<unknown> = Promise.resolve();
    const move = async (chunk: Buffer, due: number): Promise<void> => {
      if (due > Date.now()) await wait(wire, due - Date.now());
      await passes(wire);
      if (!to.write(chunk)) await once(to, 'drain', { signal: wire.ended.signal });
    };
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const { bytesPerSecond, delayMs } = settings;
      if (bytesPerSecond !== null && from === wire.near) await wait(wire, (chunk.length * 1000) / bytesPerSecond);
      const due = Date.now() + delayMs;
      moved = moved.then(() => move(chunk, due));
      moved.catch(() => undefined);
      if (delayMs === 0) await moved;
    }
    await moved;
    to.end();
  };

  const drop = (wire: Wire): void => {
    wires.delete(wire);
    wire.ended.abort();
    wire.near.destroy();
    wire.far.destroy();
  };

  const accept = (near: Socket): void => {
    const wire: Wire = { near, far: connect(sshPort, LOOPBACK), ended: new AbortController(), frozen: false };
    wires.add(wire);
    connected += 1;
    mostConnections = Math.max(mostConnections, wires.size);
    for (const socket of [near, wire.far]) {
      socket.setNoDelay(true);
      socket.on('error', () => drop(wire));
      socket.on('close', () => drop(wire));
    }
    pump(wire, near, wire.far).catch(() => drop(wire));
    pump(wire, wire.far, near).catch(() => drop(wire));
  };

  let server = await listen(accept, host, port);
  const { port: openPort } = server.address() as AddressInfo;
  const named = (farPort: number) => [...wires].find((wire) => wire.far.localPort === farPort);
  const stop = async (): Promise<void> => {
    const closed = once(server, 'close');
    server.close();
    wires.forEach(drop);
    await closed;
  };

  return {
    port: openPort,
    get connections() {
      return wires.size;
    },
    get connected() {
      return connected;
    },
    get mostConnections() {
      return mostConnections;
    },
    set: async (next) => {
      const { listening } = settings;
      settings = next;
      changes.emit('change');
      if (listening && !next.listening) await stop();
      if (!listening && next.listening) server = await listen(accept, host, openPort);
    },
    cut: (farPort) => {
      const wire = named(farPort);
      if (wire) drop(wire);
    },
    freeze: (farPort, until) => {
      const wire = named(farPort);
      if (!wire) return;
      wire.frozen = true;
      void until.then(() => {
        wire.frozen = false;
        changes.emit('change');
      });
    },
    close: () => (settings.listening ? stop() : Promise.resolve()),
  };
}

async function listen(accept: (near: Socket) => void, host: string, port: number): Promise<Server> {
  const server = createServer(accept);
  server.listen(port, host);
  await once(server, 'listening');
  return server;
}
