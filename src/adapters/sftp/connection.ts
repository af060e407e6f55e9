import { connect } from 'node:net';
import type { Client, SFTPWrapper } from 'ssh2';
import { type Access, dial } from './dial';
import { type Done, type Lifeline, createLifeline } from './lifeline';
import { type Negotiated, negotiatedBy } from './negotiated';
import { PrinterError } from './printer-error';
import { type Deadline, createDeadline, watchForLife } from './watch';

export interface Route extends Access {
  readonly host: string;
  readonly port: number;
  readonly connectTimeoutMs: number;
  readonly callTimeoutMs: number;
  readonly keepAliveCount: number;
}

/** One SSH connection with one SFTP session on it. */
export interface Connection {
  readonly hostKeyFingerprint: string;
  readonly offers: Negotiated;
  /** Fires when the connection is gone, with the reason. */
  readonly broken: AbortSignal;
  /** Makes one request. Rejects when it is refused, when nobody answers in time, or when the connection breaks. */
  readonly call: <Value>(
    what: string,
    ask: (sftp: SFTPWrapper, done: Done<Value>) => void,
    /** Multiplies the deadline. */
    patience?: number,
  ) => Promise<Value>;
  /** Ends it in order: when it resolves the server has let go too, or has had its time to. */
  readonly end: () => Promise<void>;
}

const GOODBYE_MS = 1_000;

/** Opens a connection, or throws and leaves nothing open. When `stop` fires everything under way rejects with its reason. */
export async function openConnection(route: Route, stop: AbortSignal): Promise<Connection> {
  stop.throwIfAborted();
  const socket = connect({ host: route.host, port: route.port, noDelay: true });
  const lifeline = createLifeline(socket);
  const { broken, breakOff } = lifeline;
  const tooLate = (what: string) => (): void => breakOff(new PrinterError('timed-out', `The printer: ${what}`));
  const stopped = (): void => breakOff(stop.reason as Error);
  stop.addEventListener('abort', stopped, { once: true });

  const { connectTimeoutMs, callTimeoutMs, keepAliveMs, keepAliveCount } = route;
  const dialling = setTimeout(tooLate(`no session after ${connectTimeoutMs} ms`), connectTimeoutMs);
  const deadline = createDeadline(callTimeoutMs, tooLate(`no answer for ${callTimeoutMs} ms`));
  const life = watchForLife(socket, { keepAliveMs, keepAliveCount }, tooLate('not a sign of life'));
  broken.addEventListener('abort', () => {
    clearTimeout(dialling);
    deadline.stop();
    life.stop();
    stop.removeEventListener('abort', stopped);
  });

  try {
    const { client, sftp, hostKeyFingerprint } = await dial(socket, lifeline, route);
    const end = (): Promise<void> => sayGoodbye(client, lifeline);
    return { hostKeyFingerprint, offers: negotiatedBy(sftp), broken, call: calls(lifeline, deadline, sftp), end };
  } catch (error) {
    breakOff(error as Error);
    throw error;
  } finally {
    clearTimeout(dialling);
  }
}

/** The server's own end is waited for, so that its count of our connections is never above ours. */
function sayGoodbye(client: Client, { broken, breakOff }: Lifeline): Promise<void> {
  if (broken.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const ended = (): void => breakOff(new PrinterError('connection', 'The printer: the connection has been ended'));
    const timer = setTimeout(ended, GOODBYE_MS);
    broken.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
    client.end();
  });
}

const calls =
  ({ settled }: Lifeline, deadline: Deadline, sftp: SFTPWrapper) =>
  <Value>(what: string, ask: (sftp: SFTPWrapper, done: Done<Value>) => void, patience = 1): Promise<Value> => {
    deadline.asked(patience);
    return settled<Value>(what, (done) => ask(sftp, done)).finally(deadline.answered);
  };
