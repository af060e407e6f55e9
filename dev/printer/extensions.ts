import { open } from 'node:fs/promises';
import { OK, extendedReplyPacket, extensionsOf, statusPacket, versionPacket } from './sftp-packets';

const FAILURE = 4;
const LIMITS = 'limits@openssh.com';
const FSYNC = 'fsync@openssh.com';

/** Packet, read, write and handle limits as OpenSSH states them. */
const OPENSSH_LIMITS = [262_144, 261_120, 261_120, 1_019];

/** What OpenSSH offers and the Go program does not: answered here, so that a client meets the same server with either. */
export interface Extensions {
  /** The offer the client gets to see. */
  offer(version: Buffer, hidden: readonly string[]): Buffer;
  /** A reply made here, or undefined for what the program answers itself. `file` is the open file of an fsync. */
  answer(extension: string, id: number, file: string | undefined): Promise<Buffer | undefined>;
}

export function createExtensions(): Extensions {
  let ours: ReadonlySet<string> = new Set();
  return {
    offer: (version, hidden) => {
      const offered = extensionsOf(version);
      ours = new Set([LIMITS, FSYNC].filter((name) => !offered.has(name)));
      const all = [...offered, ...[...ours].map((name) => [name, '1'] as const)];
      return versionPacket(new Map(all.filter(([name]) => !hidden.includes(name))));
    },
    answer: async (extension, id, file) => {
      if (!ours.has(extension)) return undefined;
      if (extension === LIMITS) return extendedReplyPacket(id, OPENSSH_LIMITS);
      return statusPacket(id, (await sync(file)) ? OK : FAILURE, '');
    },
  };
}

async function sync(file: string | undefined): Promise<boolean> {
  if (file === undefined) return false;
  try {
    const handle = await open(file, 'r+');
    await handle.sync().finally(() => handle.close());
    return true;
  } catch {
    return false;
  }
}
