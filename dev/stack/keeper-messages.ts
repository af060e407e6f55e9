/** A program to run and how to end it. */
export interface ProcessSpec {
  /** For people: in lines on the terminal and in errors. */
  readonly name: string;
  readonly command: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly folder: string;
  /** Takes standard output and standard error, appended. */
  readonly logFile: string;
  /** Postgres will not run as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Applications end before the servers they speak to. */
  readonly kind: 'server' | 'application';
  readonly stopSignal: 'SIGINT' | 'SIGTERM';
  /** After this long it is killed. */
  readonly stopWithinMs: number;
}

export type KeeperRequest =
  | { readonly kind: 'start'; readonly id: number; readonly spec: ProcessSpec }
  | { readonly kind: 'stop'; readonly id: number }
  | { readonly kind: 'remove-at-end'; readonly folder: string };

export type KeeperReport =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly id: number; readonly pid: number }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  | { readonly kind: 'exited'; readonly id: number; readonly code: number | null; readonly signal: string | null };
