import { EventEmitter, once } from 'node:events';
import { type AddressInfo, type Server, type Socket, connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/**
 * `refuses`: nobody gets in, and who was in is thrown out. `frozen`: nothing moves either way, and nobody is told.
 * `mute`: what is asked arrives, what is answered does not.
 */
export type LineState = 'passes' | 'refuses' | 'frozen' | 'mute';

/** A wire between one of our processes and a server, with what networks do to wires. */
export interface TcpProxy {
  readonly port: number;
  /** Connections taken since the start. */
  readonly connected: number;
  /** Connections thrown out or refused, and chunks held up or lost: a fault that struck nothing shows nothing. */
  readonly struck: number;
  set(state: LineState): void;
  /** Of every chunk, each way. */
  delay(ms: number): void;
  /** Ends every connection; new ones are welcome. */
  cut(): void;
  close(): Promise<void>;
}

interface Wire {
  readonly near: Socket;
  readonly far: Socket;
}

export async function startTcpProxy(target: { readonly host?: string; readonly port: number }): Promise<TcpProxy> {
  let state: LineState = 'passes';
  let [delayMs, connected, struck] = [0, 0, 0];
  const wires = new Set<Wire>();
  const changes = new EventEmitter().setMaxListeners(0);

  const drop = (wire: Wire): void => {
    wires.delete(wire);
    wire.near.destroy();
    wire.far.destroy();
  };
  const cut = (): void => {
    struck += wires.size;
    wires.forEach(drop);
  };

  async function pump(wire: Wire, from: Socket, to: Socket): Promise<void> {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      if (delayMs > 0) await pause(delayMs);
      if (state === 'frozen') struck += 1;
      while (state === 'frozen') await once(changes, 'change');
      if (state === 'mute' && from === wire.far) {
        struck += 1;
        continue;
      }
      if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
    }
    to.end();
  }

  function accept(near: Socket): void {
    if (state === 'refuses') {
      struck += 1;
      near.destroy();
      return;
    }
    connected += 1;
    const wire: Wire = { near, far: connect({ host: target.host ?? '127.0.0.1', port: target.port }) };
    wires.add(wire);
    for (const socket of [near, wire.far]) {
      socket.setNoDelay(true);
      socket.on('error', () => drop(wire));
      socket.on('close', () => drop(wire));
    }
    pump(wire, near, wire.far).catch(() => drop(wire));
    pump(wire, wire.far, near).catch(() => drop(wire));
  }

  const server: Server = createServer(accept);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get connected() {
      return connected;
    },
    get struck() {
      return struck;
    },
    set(next) {
      state = next;
      changes.emit('change');
      if (next === 'refuses') cut();
    },
    delay: (ms) => void (delayMs = ms),
    cut,
    async close() {
      state = 'refuses';
      changes.emit('change');
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
