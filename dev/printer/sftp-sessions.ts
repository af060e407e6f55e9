import type { ServerChannel } from 'ssh2';
import { type SessionSurroundings, type SftpSession, serveSftp } from './sftp-session';

/** All sessions of a printer, and what they add up to. */
export interface SftpSessions {
  serve(channel: ServerChannel, around: SessionSurroundings): void;
  readonly uploads: SftpSession['uploads'];
  /** Of ended sessions too. */
  readonly bytes: number;
  /** Kills every program and waits until it is gone. */
  close(): Promise<void>;
}

export function createSftpSessions(): SftpSessions {
  const running = new Set<SftpSession>();
  let bytesOfEnded = 0;
  return {
    serve: (channel, around) => {
      const session = serveSftp(channel, around);
      running.add(session);
      void session.ended.then(() => {
        running.delete(session);
        bytesOfEnded += session.bytes;
      });
    },
    get uploads() {
      return [...running].flatMap(({ uploads }) => uploads);
    },
    get bytes() {
      return [...running].reduce((sum, { bytes }) => sum + bytes, bytesOfEnded);
    },
    close: async () => {
      for (const session of running) session.kill();
      await Promise.all([...running].map(({ ended }) => ended));
    },
  };
}
