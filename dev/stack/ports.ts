import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningProcess } from './processes';

/** A port of the loopback interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port is free');
  return address.port;
}

async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return new Promise((resolve) => {
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false));
  }).then((answer) => {
    socket.destroy();
    return answer === true;
  });
}

/** Waits until the check passes. Throws with the end of the process's log when it exits before, or after the time is over. */
export async function untilReady(
  server: RunningProcess,
  isReady: () => Promise<boolean>,
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await isReady())) {
    const failure = server.hasExited() ? 'ended at once' : Date.now() > deadline ? 'is not ready' : undefined;
    if (failure) throw new Error(`${server.name} ${failure}:\n${server.log().trim().split('\n').slice(-5).join('\n')}`);
    await pause(25);
  }
}

export const untilListening = (server: RunningProcess, port: number) => untilReady(server, () => listens(port));
