/** Where the printer is, how it is known, and how long it may take. */
export interface PrinterSettings {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  /** OpenSSH or PEM; tried in this order, so that an old and a new key can both be in use while they are rotated. */
  readonly privateKeys: readonly string[];
  /** `SHA256:…` as `ssh-keygen -lf` prints it; several while the printer rotates its key. */
  readonly hostKeyFingerprints: readonly string[];
  /** Staging must be on the inbox's file system, and must not be read by the printer. */
  readonly folders: PrinterFolders;
  /** At one time; uploads leave one of them free for looks and renames. */
  readonly maxConnections: number;
  /** Write requests of one upload that wait for their acknowledgement; 1 for a server that cannot take more. */
  readonly writesInFlight?: number;
  /** From dialling to an SFTP session. */
  readonly connectTimeoutMs?: number;
  /** The longest silence while requests wait for a reply; syncing a whole file may take three times as long. */
  readonly callTimeoutMs?: number;
  /** A peer from which nothing is heard for `keepAliveCount` + 1 of these is taken for dead. */
  readonly keepAliveMs?: number;
  readonly keepAliveCount?: number;
}

export interface PrinterFolders {
  readonly staging: string;
  readonly inbox: string;
  readonly outbox: string;
}

/**
 * Keep-alives travel behind up to 4 MB of writes: on a line of 50 kB/s an acknowledgement comes every 5 s, and a shorter
 * limit would take a slow printer for a dead one.
 */
export const DEFAULTS = {
  writesInFlight: 16,
  connectTimeoutMs: 20_000,
  callTimeoutMs: 30_000,
  keepAliveMs: 5_000,
  keepAliveCount: 3,
} as const;
