import { randomInt } from 'node:crypto';
import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { RunningProcess } from './processes';

/** Below the ports that systems give to outgoing connections: one of those may be taken between being found and being used. */
const FIRST_PORT = 12_000;
const LAST_PORT = 32_000;
const given = new Set<number>();

async function canListen(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A port of the loopback interface that nobody listens on now; never the same twice. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(FIRST_PORT, LAST_PORT);
    if (given.has(port)) continue;
    given.add(port);
    if (await canListen(port)) return port;
  }
}

/** Generous: on a busy machine a process alone may take half a minute to load. */
const READY_WITHIN_MS = 120_000;

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
export async function untilReady(server: RunningProcess, isReady: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!(await isReady())) {
    const failure = server.hasExited() ? 'ended at once' : Date.now() > deadline ? 'is not ready' : undefined;
    if (failure) throw new Error(`${server.name} ${failure}:\n${server.log().trim().split('\n').slice(-5).join('\n')}`);
    await pause(25);
  }
}

export const untilListening = (server: RunningProcess, port: number) => untilReady(server, () => listens(port));
