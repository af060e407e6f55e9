import type { Socket } from 'node:net';
import { Client, type PublicKeyAuthMethod, type SFTPWrapper } from 'ssh2';
import { ALGORITHMS } from './algorithms';
import { classifyFailure } from './classify-failure';
import { fingerprintOf } from './host-keys';
import type { Lifeline } from './lifeline';
import { PrinterError } from './printer-error';

export interface Access {
  readonly username: string;
  readonly credentials: readonly PublicKeyAuthMethod[];
  /** Fingerprints of the host keys we talk to. */
  readonly pins: ReadonlySet<string>;
  /** How often the peer is asked for a sign of life. */
  readonly keepAliveMs: number;
}

export interface Session {
  readonly client: Client;
  readonly sftp: SFTPWrapper;
  readonly hostKeyFingerprint: string;
}

/** Checks the host key, logs in and opens an SFTP session. Whatever goes wrong, then or later, breaks the lifeline. */
export async function dial(socket: Socket, lifeline: Lifeline, access: Access): Promise<Session> {
  const client = new Client();
  let hostKeyFingerprint = '';
  const hostVerifier = (hostKey: Buffer): boolean => {
    hostKeyFingerprint = fingerprintOf(hostKey);
    if (access.pins.has(hostKeyFingerprint)) return true;
    const message = `The printer shows a host key that is not pinned: ${hostKeyFingerprint}`;
    lifeline.breakOff(new PrinterError('host-key-refused', message));
    return false;
  };
  const fail = (error: Error): void => lifeline.breakOff(classifyFailure(error, 'connection'));
  const ended = (): void => lifeline.breakOff(new PrinterError('connection', 'The printer: the connection was closed'));
  client.on('error', fail);
  client.on('close', ended);

  const sftp = await lifeline.settled<SFTPWrapper>('session', (done) => {
    client.once('ready', () => client.sftp((error, session) => done(error, session)));
    client.connect({
      sock: socket,
      username: access.username,
      authHandler: [...access.credentials],
      algorithms: ALGORITHMS,
      hostVerifier,
      readyTimeout: 0, // ours covers the session too
      keepaliveInterval: access.keepAliveMs,
      keepaliveCountMax: Number.POSITIVE_INFINITY, // we judge by every byte heard, see watch.ts
    });
  });
  sftp.on('error', fail);
  sftp.on('close', ended);
  return { client, sftp, hostKeyFingerprint };
}
