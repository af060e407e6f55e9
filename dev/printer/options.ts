import { z } from 'zod';

/** Where the simulated printer lives and what it runs on. */
export const printerOptionsSchema = z.strictObject({
  /** Everything of the printer is kept under this folder: what SFTP shows in `sftp/`, taken zips, keys, the received log. */
  root: z.string().min(1),
  /** Absolute path of the SFTP program: OpenSSH's `sftp-server`, or `server_standalone` built from tools/sftp-server. */
  sftpServerProgram: z.string().min(1),
  /** Folder of the printer's host key and its customer's key, made there when missing; absent: `keys` under `root`. */
  keys: z.string().min(1).optional(),
  /** Interface to listen on; absent: loopback. Containers need `0.0.0.0`. */
  host: z.string().min(1).optional(),
  /** SSH port; 0 or absent: a free one. */
  port: z.int().min(0).max(65_535).optional(),
  /** Port of the control API; 0 or absent: a free one. */
  controlPort: z.int().min(0).max(65_535).optional(),
  /** As a process of its own: end when standard input ends, so that it cannot outlive whoever holds the other end. */
  endWithStandardInput: z.boolean().optional(),
});
export type PrinterOptions = z.infer<typeof printerOptionsSchema>;

/** What others need to know of a printer that runs; the one line `main.ts` prints once it is ready. */
export interface PrinterAddress {
  readonly host: string;
  readonly port: number;
  readonly username: string;
  readonly privateKeyFile: string;
  /** As `ssh-keygen -lf` prints it: `SHA256:…`. */
  readonly hostKeyFingerprint: string;
  /** The folders as an SFTP client names them. */
  readonly inbox: string;
  readonly staging: string;
  readonly outbox: string;
  /** The same folders, and that of taken zips, on this machine's disk. */
  readonly folders: {
    readonly inbox: string;
    readonly staging: string;
    readonly outbox: string;
    readonly taken: string;
  };
  readonly controlUrl: string;
  readonly receivedLog: string;
}

export interface RunningPrinter extends PrinterAddress {
  /** Drops every connection and ends every program; when it resolves no process and no port is left. */
  close(): Promise<void>;
}
