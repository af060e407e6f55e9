import { z } from 'zod';

/** What a fault can be hung on: a request of the SFTP client. */
export const REQUEST_KINDS = [
  'init',
  'open',
  'close',
  'read',
  'write',
  'fstat',
  'stat',
  'list',
  'remove',
  'rename',
  'posix-rename',
  'fsync',
  'other',
] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

export const faultSchema = z.strictObject({
  on: z.enum(REQUEST_KINDS),
  /**
   * `cut-before`: the connection ends instead of the act. `cut-after`: the act happens, the reply is lost with the connection.
   * `lose-reply`: the act happens, the reply never comes, the connection stays. `hold-request`: the act waits for a release,
   * even when its client is gone. `hold-reply`: the act happens, its reply waits. `fail`: refused with `status` and `message`.
   * `swallow`: answered with success, but nothing happens. `freeze`: the line goes silent, without a FIN, until it is released.
   */
  act: z.enum(['cut-before', 'cut-after', 'lose-reply', 'hold-request', 'hold-reply', 'fail', 'swallow', 'freeze']),
  /** Only requests for a file whose name contains this. */
  file: z.string().optional(),
  /** On `write`: strikes the write that reaches this byte of the upload; what lies before it is still written. */
  atByte: z.int().nonnegative().optional(),
  /** Of `fail`: the SFTP status, 4 (failure) unless given; 3 is permission denied. */
  status: z.int().positive().optional(),
  message: z.string().optional(),
  /** How often it strikes; on `write`, how many uploads it strikes. Null is always. One unless given. */
  times: z.int().positive().nullable().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

const lineSchema = z.strictObject({
  /** Off: the port is closed and every connection dropped. */
  listening: z.boolean(),
  /** On: nothing moves either way, and nobody is told. */
  frozen: z.boolean(),
  /** Towards the printer, each connection; null is unlimited. */
  bytesPerSecond: z.int().positive().nullable(),
  /** Of every byte, each way: half a round trip. */
  delayMs: z.int().nonnegative(),
});

const serverSchema = z.strictObject({
  /** SFTP extensions left out of the server's offer, e.g. `posix-rename@openssh.com`. */
  hiddenExtensions: z.array(z.string()),
  faults: z.array(faultSchema),
});

const robotSchema = z.strictObject({
  /** Takes files out of the inbox. */
  taking: z.boolean(),
  /** A file is gone before the client hears that its rename succeeded. */
  takeAtOnce: z.boolean(),
  /** How long a file lies in the inbox at least. */
  takeAfterMs: z.int().nonnegative(),
  acknowledging: z.boolean(),
  /** After taking. */
  acknowledgeAfterMs: z.int().nonnegative(),
  responding: z.boolean(),
  /** After taking. */
  respondAfterMs: z.int().nonnegative(),
  /** These are answered `Failed`. */
  failedReferences: z.array(z.string()),
  /** A line `reference|Sent|1|Unsorted` each in the next response file, which uses them up. */
  extraReferences: z.array(z.string()),
  /** Write the fifth field, the despatch date. */
  despatchDate: z.boolean(),
});

export const controlsSchema = z.strictObject({ line: lineSchema, server: serverSchema, robot: robotSchema });
export type Controls = z.infer<typeof controlsSchema>;

/** Only the settings named change; a list is replaced as a whole, and new faults start with fresh counts. */
export const controlsPatchSchema = z.strictObject({
  line: lineSchema.partial().optional(),
  server: serverSchema.partial().optional(),
  robot: robotSchema.partial().optional(),
});
export type ControlsPatch = z.infer<typeof controlsPatchSchema>;

export const WELL_BEHAVED: Controls = {
  line: { listening: true, frozen: false, bytesPerSecond: null, delayMs: 0 },
  server: { hiddenExtensions: [], faults: [] },
  robot: {
    taking: true,
    takeAtOnce: false,
    takeAfterMs: 0,
    acknowledging: true,
    acknowledgeAfterMs: 0,
    responding: true,
    respondAfterMs: 0,
    failedReferences: [],
    extraReferences: [],
    despatchDate: true,
  },
};

export const applyPatch = (controls: Controls, patch: ControlsPatch): Controls =>
  controlsSchema.parse({
    line: { ...controls.line, ...patch.line },
    server: { ...controls.server, ...patch.server },
    robot: { ...controls.robot, ...patch.robot },
  });

/** What the printer is doing, for tests that must wait for it. */
export interface PrinterState {
  readonly controls: Controls;
  /** Open connections. */
  readonly connections: number;
  /** Since the start: connections accepted, login attempts, and bytes of SFTP that came in. */
  readonly connected: number;
  readonly loginAttempts: number;
  readonly sftpBytes: number;
  /** Most connections open at one time since the start. */
  readonly mostConnections: number;
  /** Files open for writing, with the bytes handed to the program so far. */
  readonly uploads: readonly { readonly file: string; readonly bytes: number }[];
  /** Requests and replies that wait for a release. */
  readonly held: readonly Held[];
  /** Faults that struck, oldest first. */
  readonly struck: readonly Struck[];
  /** Files taken, and of them the zips not yet acknowledged or answered. */
  readonly taken: number;
  readonly unacknowledged: number;
  readonly unanswered: number;
}
export interface Held {
  readonly id: number;
  readonly on: RequestKind;
  readonly what: 'request' | 'reply' | 'line';
  readonly file: string | null;
}
export interface Struck {
  readonly on: RequestKind;
  readonly act: Fault['act'];
  readonly file: string | null;
}
