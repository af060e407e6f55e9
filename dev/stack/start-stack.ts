import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Application } from './application';
import { startApplications } from './applications';
import { type Claim, claim } from './claims';
import { DEFAULT_FOLDER, type StackOptions } from './options';
import { type Places, placesIn, prepare } from './places';
import { type RunningAgain, keepProcesses } from './processes';
import { secretsIn } from './secrets';
import { startServers } from './servers';
import { type StackState, readState, writeState } from './state';

export type ServerName = 'Postgres' | 'Temporal' | 'versitygw';

export interface Stack {
  readonly state: StackState;
  /** Of each API process; the first is that of `state`. */
  readonly apiUrls: readonly string[];
  readonly api: Application;
  /** The first of `workers`. */
  readonly worker: Application;
  readonly workers: readonly Application[];
  /** One of the servers, by its process's name, to be ended and started again while the stack lives. */
  server(name: ServerName): RunningAgain;
  /** Of every process that runs, this one's own not. */
  pids(): readonly number[];
  /** Ends everything; the data stays. */
  end(): Promise<void>;
}

/** Thrown when another stack runs on the same folder. */
export class StackRunningError extends Error {
  override readonly name = 'StackRunningError';
}

/** One stack a folder. A stack that was killed may still be ending; that is waited for. */
async function claimFolder(places: Places, say: (line: string) => void): Promise<Claim> {
  const own = claim(places.claims, 'stack');
  const running = own.others().find(({ role }) => role === 'stack');
  if (running) {
    own.release();
    const ready = readState(places.stateFile);
    const where = ready ? `Web UI ${ready.temporal.uiUrl}` : 'it is still starting or ending';
    throw new StackRunningError(`A stack already runs here (process ${running.pid}; ${where}). Stop that one first.`);
  }
  if (own.others().length > 0) say('An earlier stack is still ending; waiting for it.');
  while (own.others().length > 0) await pause(100);
  return own;
}

/** Starts all that Postroom needs and Postroom itself. Throws when a part does not come up; then nothing is left running. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const say = options.say ?? (() => undefined);
  const places = placesIn(resolve(options.folder ?? DEFAULT_FOLDER));
  const own = await claimFolder(places, say);
  prepare(places, options.fresh ?? false);
  const secrets = secretsIn(places.secretsFile);
  const processes = await keepProcesses({
    claims: places.claims,
    onLost: () => {
      say('The process that keeps all others was killed; nothing runs any more.');
      options.onLost?.();
    },
  });
  const end = async (): Promise<void> => {
    await processes.end();
    own.release();
  };
  try {
    processes.removeAtEnd(places.stateFile);
    const servers = await startServers(processes, { places, secrets, ports: options.ports ?? {}, say });
    const applications = await startApplications(processes, { places, secrets, servers, options, say });
    const { apiUrls, api, workers } = applications;
    const [[apiUrl], [worker]] = [apiUrls, workers];
    if (!worker || apiUrl === undefined) throw new Error('a stack has at least one API and one worker');
    const { environment, temporal, postgresUrl, s3, sftp, printer, operator, service } = servers;
    const state = {
      pid: process.pid,
      environment,
      apiUrl,
      temporal,
      postgresUrl,
      s3,
      sftp,
      printer,
      operator,
      service,
    };
    writeState(places.stateFile, state);
    const server = (name: ServerName) => processes.runningAgain(name);
    return { state, apiUrls, api, worker, workers, server, pids: () => processes.pids(), end };
  } catch (error) {
    await end();
    throw error;
  }
}
