import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { ObjectServer } from './object-server';

/** What `stack.json` tells about a stack that is ready. */
export interface StackState {
  readonly pid: number;
  readonly environment: string;
  readonly apiUrl: string;
  readonly temporal: { readonly address: string; readonly namespace: string; readonly uiUrl: string };
  /** Reaches the database as its owner. */
  readonly postgresUrl: string;
  readonly s3: ObjectServer & { readonly bucket: string };
  readonly sftp: {
    readonly host: string;
    readonly port: number;
    readonly username: string;
    readonly privateKeyFile: string;
    readonly hostKeyFingerprint: string;
    readonly inbox: string;
    readonly staging: string;
    readonly outbox: string;
  };
  readonly printer: { readonly controlUrl: string; readonly receivedLog: string };
  readonly operator: { readonly name: string; readonly token: string };
  readonly service: {
    readonly id: string;
    /** As a service's client takes them: `<name>-<service id>-<secret>`. */
    readonly keys: { readonly live: string; readonly team: string; readonly test: string };
    readonly letterTemplateId: string;
  };
}

/** Whole or not at all: who polls for the file never reads half of it. */
export function writeState(file: string, state: StackState): void {
  writeFileSync(`${file}.draft`, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.draft`, file);
}

/** Undefined when no stack is ready, also when one was ended so hard that its file stayed. */
export function readState(file: string): StackState | undefined {
  try {
    const state = JSON.parse(readFileSync(file, 'utf8')) as StackState;
    process.kill(state.pid, 0);
    return state;
  } catch {
    return undefined;
  }
}
